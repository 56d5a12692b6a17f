package importers

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"casebench/casefile/packing"
	"casebench/internal/fault"
)

// inflateHead returns what the first bytes of a compressed input inflate to. That
// raw ends in the middle is an error only when it is all there is.
func inflateHead(raw []byte, compression string, all bool) (head []byte, whole bool, err error) {
	z, err := packing.Open(bytes.NewReader(raw), compression)
	if err != nil {
		return nil, false, err
	}
	defer z.Close()
	head, err = io.ReadAll(io.LimitReader(z, HeadBytes+1))
	whole = all && err == nil && len(head) <= HeadBytes
	broken := errors.Is(err, io.ErrUnexpectedEOF)
	if broken && !all || !broken && len(head) > 0 {
		err = nil // what is broken later is found when it is read
	}
	return head[:min(len(head), HeadBytes)], whole, err
}

// errBomb is what a bounded stream returns past a limit; its text names it.
type errBomb struct{ text string }

func (e errBomb) Error() string { return e.text }

// bound stops a stream that inflates past MaxDecoded, or past MaxRatio once it
// has given RatioFrom bytes. Received tells how many compressed bytes were taken.
type bound struct {
	r        io.Reader
	received func() int64
	given    int64
	ended    bool // the stream came to its proper end
}

func (b *bound) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.given += int64(n)
	b.ended = err == io.EOF
	switch {
	case b.given > MaxDecoded:
		return 0, errBomb{fmt.Sprintf("it inflates to more than %d GiB", MaxDecoded>>30)}
	case b.given > RatioFrom && b.given/MaxRatio > b.received():
		return 0, errBomb{fmt.Sprintf("it inflates to more than %d times its size", MaxRatio)}
	}
	return n, err
}

// inflateFault says what is wrong with a compressed input.
func inflateFault(name, compression string, err error) error {
	var bomb errBomb
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return err
	case errors.As(err, &bomb):
		return fault.New(fault.Invalid, fmt.Sprintf("%s is not read: %s, which is the limit.", name, bomb.text),
			"Inflate it by hand, look at it, and import what it holds.", nil)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New(fault.Corrupt, fmt.Sprintf("%s ends in the middle of its %s data.", name, packing.Words(compression)),
			"Get the file again: the copy is incomplete.", err)
	case errors.Is(err, packing.ErrWindow):
		return fault.New(fault.Invalid, fmt.Sprintf("%s is not read: its %s data asks for a window of more than %d MiB, which is the limit.",
			name, packing.Words(compression), packing.MaxWindow>>20), "Inflate it by hand, look at it, and import what it holds.", nil)
	}
	return fault.New(fault.Corrupt, fmt.Sprintf("%s holds broken %s data.", name, packing.Words(compression)),
		"Get the file again: the copy is damaged.", err)
}

// readFault says that an input could not be read; a fault says more and stays.
func readFault(in Input, err error) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	return fault.New(fault.Internal, fmt.Sprintf("%s could not be read.", in.Base()), "Check the disk or the share it is on.", err)
}
