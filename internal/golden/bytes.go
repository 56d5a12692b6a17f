package golden

import "fmt"

// firstDifference names the first byte in which two binary files part.
func firstDifference(want, got []byte) string {
	n := min(len(want), len(got))
	at := n
	for i := range n {
		if want[i] != got[i] {
			at = i
			break
		}
	}
	return fmt.Sprintf("binary: %d bytes wanted, %d got; first difference at byte %d: % x wanted, % x got",
		len(want), len(got), at, window(want, at), window(got, at))
}

func window(b []byte, at int) []byte {
	return b[min(at, len(b)):min(at+16, len(b))]
}
