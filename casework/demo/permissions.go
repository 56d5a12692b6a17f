package demo

// permission is a use that was agreed in writing.
type permission struct {
	account              *account // of which the organisation is meant
	kind, scope, source  string
	validFrom, validLast int64
}

// allow puts a permission for an account's organisation on file.
func (w *world) allow(a *account, kind, scope, source string) {
	w.permissions = append(w.permissions, permission{a, kind, scope, source, w.start - 200*day, w.end + 165*day})
}

// allowSome gives a few ordinary customers a permission for bulk use.
func (w *world) allowSome() {
	n := 0
	for _, a := range w.accounts {
		if a.kind == kindHonest && a.org != "" && a.style == styleApp {
			if n%8 == 0 {
				w.allow(a, "bulk", "synthetic data for own products", "form")
			}
			n++
		}
	}
}

// shared is an entry of the list of values known to be shared by honest people.
type shared struct {
	kind, value, reason string
}

// knownShared lists some of what honest people share. As in life it is not
// complete: two of the university's three addresses, the public tests, some of
// the public templates, half of the VPN exits.
func (w *world) knownShared() []shared {
	var out []shared
	address := func(i int32, reason string) {
		out = append(out, shared{"ipv4-addr", w.list[i].text, reason})
	}
	address(w.campus[0], "university NAT")
	address(w.campus[1], "university NAT")
	for i, v := range w.vpns {
		if i%2 == 0 {
			address(v, "commercial VPN exit")
		}
	}
	for _, t := range w.tests {
		out = append(out, shared{"prompt-template", w.templates[t], "public benchmark"})
	}
	for i := range 8 {
		out = append(out, shared{"prompt-template", w.templates[i*5], "public template"})
	}
	for _, m := range mailDomains[:3] {
		out = append(out, shared{"domain-name", m, "public mail provider"})
	}
	out = append(out, shared{"domain-name", "uni-north.example", "university"})
	return out
}
