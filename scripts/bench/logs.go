package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
)

// made is one kind of file that the section formats measures: how it is written, and
// which peers read it.
type made struct {
	format string // as `workbench formats` names it
	what   string // what its rows are
	file   string // its name
	scale  int    // how many parts in a thousand of the usual size; 0 stands for all

	// A file of text is a head, a row for each event with something in between, and a
	// tail; row is a text in which «ip» and other names stand for what the event has. One that is not text is written by whole instead.
	head, row, between, tail string
	whole                    func(to io.Writer, e *event, n int64) error

	peers []peer // none where nobody else reads the format
}

// allMade is everything that is measured, in the order of the table.
func allMade() []made {
	var all []made
	for _, family := range [][]made{tablesMade(), webMade(), cloudsMade(), gatewaysMade(), proxiesMade(), wrappedMade(), partnersMade()} {
		all = append(all, family...)
	}
	return all
}

// write writes a file of n rows, the same bytes for the same n.
func (m made) write(ctx context.Context, to io.Writer, n int64) error {
	out := bufio.NewWriterSize(to, 1<<20)
	e := newEvent()
	if m.whole != nil {
		if err := m.whole(out, e, n); err != nil {
			return err
		}
		return out.Flush()
	}
	if _, err := out.WriteString(m.head); err != nil {
		return err
	}
	row, err := rowOf(m.row)
	if err != nil {
		return fmt.Errorf("%s: %w", m.format, err)
	}
	var line []byte
	for i := range n {
		if i%(1<<14) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line = line[:0]
		if i > 0 {
			line = append(line, m.between...)
		}
		e.next()
		if _, err := out.Write(row(line, e)); err != nil {
			return err
		}
	}
	if _, err := out.WriteString(m.tail); err != nil {
		return err
	}
	return out.Flush()
}

// rowsIn is how many rows make a file of about so many bytes, found by writing a few.
func (m made) rowsIn(ctx context.Context, bytes int64) (int64, error) {
	const few = 2000
	if m.scale > 0 {
		bytes = bytes * int64(m.scale) / 1000
	}
	var size counter
	if err := m.write(ctx, &size, few); err != nil {
		return 0, err
	}
	n, round := bytes*few/int64(size), int64(1000)
	if n < 100*round {
		round = 100
	}
	return max(1000, n/round*round), nil
}
