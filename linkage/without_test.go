package linkage_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"casebench/casefile"
	"casebench/linkage"
)

// A link weighed again from what it keeps is the link that a run without these
// signals finds.
func TestWithoutAgreesWithARun(t *testing.T) {
	model := linkage.DefaultModel()
	eachSeed(t, func(t *testing.T, r *rand.Rand) {
		in := worldOf(randomFacts(r, 200)).Input()
		whole := loose(t, in, linkage.Options{})
		for _, signals := range [][]string{{"payment"}, {"device", "phone"}, {"template"}, {"address", "prefix", "invited_by"}} {
			part := loose(t, in, linkage.Options{Without: signals})
			compared := 0
			for i := range whole.Links {
				l := &whole.Links[i]
				want := find(part, l.A, l.B)
				if want == nil {
					continue // only a signal that is left out proposed the pair
				}
				got := linkage.Without(l, &model, signals)
				if got.Weight != want.Weight || got.Strength != want.Strength || !slices.Equal(got.Families, want.Families) {
					t.Fatalf("without %v: %v bits, %s, %v; the run says %v bits, %s, %v", signals, got.Weight, got.Strength, got.Families,
						want.Weight, want.Strength, want.Families)
				}
				compared++
			}
			if compared == 0 {
				t.Errorf("without %v: nothing was compared", signals)
			}
		}
	})
}

// Leaving nothing out changes nothing; leaving everything out leaves the prior; and
// to leave out more never adds weight.
func TestWithoutAtItsEnds(t *testing.T) {
	model := linkage.DefaultModel()
	eachSeed(t, func(t *testing.T, r *rand.Rand) {
		res := loose(t, worldOf(randomFacts(r, 200)).Input(), linkage.Options{})
		for i := range res.Links {
			l := &res.Links[i]
			if same := linkage.Without(l, &model, nil); !reflect.DeepEqual(same, *l) {
				t.Fatalf("without nothing: %+v, want %+v", same, *l)
			}
			var signals []string
			for _, e := range l.Evidence {
				less := linkage.Without(l, &model, append(slices.Clone(signals), e.Signal))
				if more := linkage.Without(l, &model, signals); less.Weight > more.Weight {
					t.Fatalf("without %v and %s: %v bits, more than %v", signals, e.Signal, less.Weight, more.Weight)
				}
				signals = append(signals, e.Signal)
			}
			rest := linkage.Without(l, &model, signals)
			prior := linkage.Explain(&rest, linkage.Names{}, &model).Prior
			if rest.Weight != prior || rest.Strength != casefile.Weak || len(rest.Evidence) != 0 {
				t.Fatalf("without everything: %+v, want the prior of %v bits", rest, prior)
			}
			if got, want := len(rest.Suppressed), len(l.Suppressed)+len(l.Evidence); got != want {
				t.Fatalf("%d values set aside, want %d", got, want)
			}
		}
	})
}
