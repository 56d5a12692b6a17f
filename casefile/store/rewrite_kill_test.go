package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/seedtest"
)

// revokeForEver gives a case one new key after another, until it is killed.
func revokeForEver(path string) error {
	f, err := store.Open(path, store.Options{By: "child", Secret: shows("first")})
	if err != nil {
		return err
	}
	for {
		fmt.Println("began")
		if err := f.RevokeKeys(context.Background(), nil, revokeAct(), onAdd(func() { fmt.Println("step") })); err != nil {
			return err
		}
		fmt.Println("ended")
		time.Sleep(5 * time.Millisecond) // so that some kills come between two
	}
}

// Kill -9 at any moment of a revocation leaves the old file or the new one, whole.
func TestKilledRevocation(t *testing.T) {
	moments := 25
	if testing.Short() {
		moments = 4
	}
	path, f := sealed(t)
	if _, err := f.AddKey(passphrase("second"), casefile.Act{Verb: "keys.add"}); err != nil {
		t.Fatal(err)
	}
	closed(t, f)
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 5))
	halves := 0
	for moment := range moments {
		lines, kill := child(t, "CASEBENCH_KILL_REVOKE="+path)
		// Half of the kills come anywhere, half where the new file takes its place:
		// after the last step of a round, which is as long as the first.
		round, steps, stop := -1, 0, 1+rng.IntN(1200)
		for n := 0; moment%2 == 1 && n < stop || moment%2 == 0 && (round < 0 || steps < round); n++ {
			if !lines.Scan() {
				t.Fatal("the child ended")
			}
			switch lines.Text() {
			case "began":
				steps = 0
			case "step":
				steps++
			case "ended":
				round = steps
			default:
				t.Fatalf("the child said %q", lines.Text())
			}
		}
		if moment%2 == 0 {
			time.Sleep(time.Duration(rng.IntN(6000)) * time.Microsecond)
		}
		kill()
		if _, err := os.Lstat(path + ".rewrite"); err == nil {
			halves++
		}
		f := reopen(t, path, []string{"first", "second"}[moment%2])
		if moment%5 == 0 {
			holds(t, f)
		}
		if err := f.VerifyAudit(t.Context()); err != nil {
			t.Fatalf("moment %d: %v", moment, err)
		}
		closed(t, f)
	}
	t.Logf("%d of %d kills left half a file beside the case", halves, moments)
	if !testing.Short() && (halves == 0 || halves == moments) {
		t.Error("the kills came at one moment")
	}
}
