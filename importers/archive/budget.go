package archive

import (
	"context"
	"fmt"
	"io"
	"path"

	"casebench/importers"
	"casebench/internal/fault"
)

// budget is what one outermost archive may cost, with all archives inside it.
type budget struct {
	ctx     context.Context
	size    int64 // of the outermost archive
	members int
	given   int64 // bytes that came out, of every layer
	paths   map[string]int
}

// limited counts what is read, and ends at the limits.
func (b *budget) limited(r io.Reader) io.Reader { return &limited{r, b} }

type limited struct {
	r io.Reader
	b *budget
}

func (l *limited) Read(p []byte) (int, error) {
	if err := l.b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := l.r.Read(p)
	l.b.given += int64(n)
	switch b := l.b; {
	case b.given > importers.MaxDecoded:
		return 0, b.bomb(fmt.Sprintf("it holds more than %d GiB", importers.MaxDecoded>>30))
	case b.given > importers.RatioFrom && b.given/importers.MaxRatio > b.size:
		return 0, b.bomb(fmt.Sprintf("it holds more than %d times its size", importers.MaxRatio))
	}
	return n, err
}

func (b *budget) bomb(what string) error {
	return fault.New(fault.Invalid, "The archive is not read any further: "+what+", which is the limit.",
		"Unpack it by hand, look at it, and import what it holds.", nil)
}

// unique returns the path, or one beside it when a member has it already.
func (b *budget) unique(p string) string {
	b.paths[p]++
	for n := b.paths[p]; n > 1; n++ {
		beside := path.Join(path.Dir(p), fmt.Sprintf("(%d)", n), path.Base(p))
		if b.paths[beside] == 0 {
			b.paths[beside]++
			return beside
		}
	}
	return p
}

// told turns what goes wrong in reading a member into a fault.
type told struct {
	r    io.Reader
	tell func(error) error
}

func (t *told) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if err != nil && err != io.EOF {
		err = t.tell(err)
	}
	return n, err
}
