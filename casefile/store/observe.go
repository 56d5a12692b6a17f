package store

import (
	"net/netip"
	"slices"

	"casebench/casefile"
)

// localObs is an observation inside one block: account and value are local codes,
// rows are numbers relative to the batch.
type localObs struct {
	account, value uint32
	day            int32
	count          uint32
	first, last    int64
	firstRow       uint32
	lastRow        uint32
}

// kindObs is what one block shows of one kind. Column is the column whose local
// codes the values are, -1 for prefixes (codes of blockObs.prefixes), -2 for kinds
// without a value.
type kindObs struct {
	kind   casefile.ObservationKind
	column int
	obs    []localObs
}

const (
	columnPrefixes = -1
	columnNoValue  = -2
)

// blockObs is everything that one block shows.
type blockObs struct {
	account  int // column of the account
	kinds    []kindObs
	prefixes []string
}

const dayNanos = 24 * 60 * 60 * 1_000_000_000

// dayOf returns the UTC day of an instant.
func dayOf(ns int64) int32 {
	d := ns / dayNanos
	if ns%dayNanos < 0 {
		d--
	}
	return int32(d)
}

// observer is the working memory for observing blocks. It belongs to one goroutine.
type observer struct {
	table    []uint32
	accounts int      // codes of accounts are below
	newest   []uint32 // by account: the entry that its last row went to
	out      []localObs
	times    []int64
	days     []int32
}

// observe aggregates a block by (account, value, day) for each kind that its table
// feeds. Which kinds: those that the schema names, and requests -> activity,
// addresses of requests and logins -> prefixes.
func (o *observer) observe(b *casefile.Block) blockObs {
	schema := casefile.SchemaOf(b.Table)
	out := blockObs{account: schema.Role(casefile.RoleAccount)}
	if out.account < 0 || b.Columns[out.account].Form != casefile.FormCodes {
		return out
	}
	accounts := b.Columns[out.account].Codes
	o.accounts = int(slices.Max(accounts)) + 1
	o.instants(b, schema)
	if b.Table == casefile.TableRequests {
		out.kinds = append(out.kinds, kindObs{casefile.ObserveActivity, columnNoValue,
			o.fold(b, accounts, nil, true)})
	}
	for i := range schema.Columns {
		c, v := &schema.Columns[i], &b.Columns[i]
		switch {
		case c.Observe == casefile.ObserveNone || v.Form == casefile.FormNone:
		case c.Kind == casefile.KindCode:
			k := kindObs{c.Observe, i, o.fold(b, accounts, v.Codes, c.Observe.Daily())}
			out.kinds = append(out.kinds, k)
			if c.Observe == casefile.ObserveAddress {
				var local []uint32
				out.prefixes, local = prefixesOf(v.Dict)
				out.kinds = append(out.kinds, kindObs{casefile.ObservePrefix, columnPrefixes, o.widen(k.obs, local)})
			}
		case c.Kind == casefile.KindTime:
			// The moment itself is what is observed: rows without it show nothing.
			present := make([]uint32, b.Rows)
			for r := range present {
				if !v.IsNull(r) {
					present[r] = 1
				}
			}
			k := kindObs{c.Observe, columnNoValue, o.fold(b, accounts, present, c.Observe.Daily())}
			for j := range k.obs {
				k.obs[j].value = 0
			}
			out.kinds = append(out.kinds, k)
		}
	}
	return out
}

// instants reads the time of every row, 0 where there is none, and its day.
func (o *observer) instants(b *casefile.Block, schema *casefile.Schema) {
	o.times, o.days = o.times[:0], o.days[:0]
	when := schema.Role(casefile.RoleTime)
	if when < 0 || b.Columns[when].Form != casefile.FormInts {
		o.times = append(o.times, make([]int64, b.Rows)...)
		o.days = append(o.days, make([]int32, b.Rows)...)
		return
	}
	v := &b.Columns[when]
	for i, t := range v.Ints[:b.Rows] {
		if v.IsNull(i) {
			t = 0
		}
		o.times = append(o.times, t)
		o.days = append(o.days, dayOf(t))
	}
}

// place returns the start of a probe for a key in a table of 2^n places.
func place(account, value uint32, day int32, shift uint) uint64 {
	const golden = 0x9e3779b97f4a7c15 // 2^64 over the golden ratio (Knuth, TAOCP 3, 6.4)
	h := (uint64(account)<<32 | uint64(value)) * golden
	h = (h ^ h>>29 ^ uint64(uint32(day))) * golden
	return h >> shift
}

// reset clears the table for up to n entries and returns its shift.
func (o *observer) reset(n int) uint {
	size, shift := 64, uint(64-6)
	for size < 2*n {
		size, shift = 2*size, shift-1
	}
	if cap(o.table) < size {
		o.table = make([]uint32, size)
		return shift
	}
	o.table = o.table[:size]
	clear(o.table)
	return shift
}

// forget makes room for what the accounts' last rows went to.
func (o *observer) forget() {
	if cap(o.newest) < o.accounts {
		o.newest = make([]uint32, o.accounts, 2*o.accounts)
		return
	}
	o.newest = o.newest[:o.accounts]
	clear(o.newest)
}

// fold counts rows by (account, value, day). A nil values stands for kinds without
// a value; rows with a null account or value show nothing.
func (o *observer) fold(b *casefile.Block, accounts, values []uint32, daily bool) []localObs {
	out := o.out[:0]
	shift := o.reset(b.Rows)
	mask := uint64(len(o.table) - 1)
	o.forget()
	for i, account := range accounts[:b.Rows] {
		value, day := uint32(0), int32(0)
		if values != nil {
			if value = values[i]; value == 0 {
				continue
			}
		}
		if account == 0 {
			continue
		}
		if daily {
			day = o.days[i]
		}
		t, row := o.times[i], b.Row[i]
		// Most rows show what the last one of their account showed.
		if k := o.newest[account]; k > 0 {
			if e := &out[k-1]; e.value == value && e.day == day {
				e.count++
				e.span(t, t, row, row)
				continue
			}
		}
		at := place(account, value, day, shift)
		for {
			k := o.table[at]
			if k == 0 {
				out = append(out, localObs{account, value, day, 1, t, t, row, row})
				o.table[at] = uint32(len(out))
				o.newest[account] = uint32(len(out))
				break
			}
			if e := &out[k-1]; e.account == account && e.value == value && e.day == day {
				e.count++
				e.span(t, t, row, row)
				o.newest[account] = k
				break
			}
			at = (at + 1) & mask
		}
	}
	o.out = out
	return slices.Clone(out)
}

// span widens an observation by what other rows show. Rows without a time (0)
// never move the first and last instant of rows that have one.
func (e *localObs) span(first, last int64, firstRow, lastRow uint32) {
	switch {
	case first == 0 && e.first == 0 && last == 0 && e.last == 0:
		e.firstRow, e.lastRow = min(e.firstRow, firstRow), max(e.lastRow, lastRow)
	case first == 0 && last == 0:
	case e.first == 0 && e.last == 0:
		e.first, e.last, e.firstRow, e.lastRow = first, last, firstRow, lastRow
	default:
		if first < e.first || first == e.first && firstRow < e.firstRow {
			e.first, e.firstRow = first, firstRow
		}
		if last > e.last || last == e.last && lastRow > e.lastRow {
			e.last, e.lastRow = last, lastRow
		}
	}
}

// widen turns observations of addresses into observations of their prefixes,
// which are not daily.
func (o *observer) widen(in []localObs, local []uint32) []localObs {
	var out []localObs
	shift := o.reset(len(in))
	mask := uint64(len(o.table) - 1)
	for i := range in {
		e := &in[i]
		value := local[e.value-1]
		if value == 0 {
			continue
		}
		at := place(e.account, value, 0, shift)
		for {
			k := o.table[at]
			if k == 0 {
				w := *e
				w.value, w.day = value, 0
				out = append(out, w)
				o.table[at] = uint32(len(out))
				break
			}
			if w := &out[k-1]; w.account == e.account && w.value == value {
				w.count += e.count
				w.span(e.first, e.last, e.firstRow, e.lastRow)
				break
			}
			at = (at + 1) & mask
		}
	}
	return out
}

// prefixesOf returns the distinct prefixes of addresses in order of first
// appearance, and for each address 1 + the index of its prefix, 0 for text that is
// not an address.
func prefixesOf(addresses []string) (prefixes []string, local []uint32) {
	local = make([]uint32, len(addresses))
	index := map[netip.Prefix]uint32{}
	for i, text := range addresses {
		p, ok := prefixOf(text)
		if !ok {
			continue
		}
		if index[p] == 0 {
			prefixes = append(prefixes, p.String())
			index[p] = uint32(len(prefixes))
		}
		local[i] = index[p]
	}
	return prefixes, local
}

// prefixOf returns the /24 of an IPv4 address and the /48 of an IPv6 address: the
// usual sizes of what one site is given (RFC 6177 for IPv6).
func prefixOf(text string) (netip.Prefix, bool) {
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	a = a.Unmap().WithZone("")
	bits := 24
	if a.Is6() {
		bits = 48
	}
	p, err := a.Prefix(bits)
	return p, err == nil
}
