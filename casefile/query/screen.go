package query

// Screen is a Source that keeps what the texts of a block may be.
type Screen interface {
	// MayHold asks pass about the text filter of a column, or of the extra field of
	// that name when column is below 0, and returns its answer; true where there is
	// no filter. The filter is lent for the call.
	MayHold(b Block, column int, extra string, pass func(*Filter) bool) (bool, error)
}

// screened reports whether the reader's block is known, without reading columns, to
// hold no row that a condition matches.
func screened(n node, r *reader) (bool, error) {
	if r.screen == nil {
		return false, nil
	}
	switch n := n.(type) {
	case *texts:
		return n.screened(r)
	case *both:
		for _, k := range n.nodes {
			if out, err := screened(k, r); out || err != nil {
				return out, err
			}
		}
	case *either:
		for _, k := range n.nodes {
			if k.judge(&r.block) == never {
				continue
			}
			if out, err := screened(k, r); !out || err != nil {
				return false, err
			}
		}
		return true, nil
	}
	return false, nil
}

// screened asks the filter of the column once for each block.
func (n *texts) screened(r *reader) (bool, error) {
	if r.screen == nil || n.clue == nil {
		return false, nil
	}
	out, asked := r.ruled[n]
	if !asked {
		may, err := r.screen.MayHold(r.block, n.column, n.extra, n.clue.fits)
		if err != nil {
			return false, err
		}
		out = !may
		r.ruled[n] = out
	}
	return out, nil
}
