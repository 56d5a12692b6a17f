package lines

import "bytes"

// SplitRequest divides a request line into its parts. One that is not METHOD TARGET
// PROTOCOL, as scanners and broken clients send, is the caller's to keep whole.
func SplitRequest(v []byte) (method, target, protocol []byte, ok bool) {
	first, last := bytes.IndexByte(v, ' '), bytes.LastIndexByte(v, ' ')
	if first <= 0 || !token(v[:first]) {
		return nil, nil, nil, false
	}
	if last > first && bytes.HasPrefix(v[last+1:], []byte("HTTP/")) {
		return v[:first], v[first+1 : last], v[last+1:], len(bytes.TrimSpace(v[first+1:last])) > 0
	}
	if last == first && v[first+1:] != nil && len(v) > first+1 && v[first+1] == '/' {
		return v[:first], v[first+1:], nil, true // HTTP/0.9 names no protocol
	}
	return nil, nil, nil, false
}

// token reports whether v can be a method.
func token(v []byte) bool {
	for _, c := range v {
		if c-'A' > 'Z'-'A' && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// SplitAddress divides address:port, where IPv6 may be in brackets. Without a port it
// is the address alone.
func SplitAddress(v []byte) (address, port []byte) {
	address = v
	if colon := bytes.LastIndexByte(v, ':'); colon > 0 && (bytes.IndexByte(v, ':') == colon || v[0] == '[' || number(v[colon+1:])) {
		address, port = v[:colon], v[colon+1:]
	}
	if n := len(address); n > 2 && address[0] == '[' && address[n-1] == ']' {
		address = address[1 : n-1]
	}
	return address, port
}

func number(v []byte) bool {
	for _, c := range v {
		if c-'0' > 9 {
			return false
		}
	}
	return len(v) > 0
}
