package casework

import "fmt"

// Warnings are sentences about where the case is kept that a person should know
// before working on it; most cases have none.
func (c *Casework) Warnings() []string {
	var out []string
	if kind := c.file.NetworkDrive(); kind != "" {
		out = append(out, fmt.Sprintf("This case is on a network drive (%s): when the network fails in the midst of a write, the file can be damaged. "+
			"Work on a copy on a local disk.", kind))
	}
	return out
}

// ReadOnly reports whether the case may only be read: it was opened so, or its file,
// its folder or its medium allows no more.
func (c *Casework) ReadOnly() bool { return c.file.ReadOnly() }
