package viewmodel

import (
	"cmp"
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
)

type (
	instantOf = time.Time
	window    = timeline.Window
)

// by orders rows by something of theirs.
func by[T any, K cmp.Ordered](f func(*T) K) func(a, b *T) int {
	return func(a, b *T) int { return cmp.Compare(f(a), f(b)) }
}

// timeColumn shows an instant in the zone of the bench; it is copied in UTC.
func timeColumn[T any](id, title string, b *Bench, f func(*T) time.Time) TableColumn[T] {
	return TableColumn[T]{ListColumn: ListColumn{ID: id, Title: title, Width: 138}, Down: true,
		Cell:  func(r *T) ListCell { return tableTime(f(r), b.Zone.Get()) },
		Order: func(x, y *T) int { return f(x).Compare(f(y)) },
		Plain: func(r *T) string {
			if at := f(r); !at.IsZero() {
				return at.UTC().Format(time.RFC3339)
			}
			return ""
		}}
}

// clusterCell is the name of a cluster with its colour.
func clusterCell(id int, dot graphview.Token) ListCell {
	if id == 0 {
		return quiet("–")
	}
	if dot == "" {
		dot = graphview.ClusterRest
	}
	return ListCell{Text: ClusterName(strconv.Itoa(id)), Dot: dot}
}

// clusterOrder puts accounts without a cluster last.
func clusterOrder(id int) int {
	if id == 0 {
		return math.MaxInt
	}
	return id
}

// clusterDots returns the colours of the newest run's clusters, by id.
func clusterDots(ctx context.Context, w *casework.Casework) (map[int]graphview.Token, error) {
	_, ok, err := w.NewestRun(ctx)
	if err != nil || !ok {
		return nil, err
	}
	r, err := w.Clusters(ctx, 0)
	out := map[int]graphview.Token{}
	for i, k := range r.Clusters {
		out[k.ID] = graphview.ClusterToken(i)
	}
	return out, err
}

// linkRef points at the link of two accounts, whichever is named first.
func linkRef(a, b string) casefile.Ref {
	if b < a {
		a, b = b, a
	}
	return casefile.Ref{Kind: casefile.RefLink, ID: a, Peer: b}
}

// fieldIsAny returns the expression for rows of which a field is one of the values.
func fieldIsAny(field string, values []string) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = FieldIs(field, v)
	}
	return strings.Join(parts, " OR ")
}

// followWindow calls f when the time window changes.
func followWindow(b *Bench, f func()) (stop func()) {
	return b.Window.Follow(func(window) { f() })
}
