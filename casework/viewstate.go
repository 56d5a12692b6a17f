package casework

import (
	"encoding/json"
	"fmt"

	"casebench/casefile/store"
)

// viewPrefix keeps view state apart from what else is kept under a name.
const viewPrefix = "view."

// View reads a piece of view state (column widths, pins, a camera) into v, which
// is left alone when nothing was kept under the name or it no longer fits. View
// state is outside the audit log and never in a package.
func (c *Casework) View(name string, v any) error {
	var raw []byte
	err := c.file.View(func(tx *store.Tx) (err error) {
		raw, err = tx.Setting(viewPrefix + name)
		return err
	})
	if err != nil || raw == nil {
		return err
	}
	// What an older window kept in another shape is no loss.
	_ = json.Unmarshal(raw, v)
	return nil
}

// SaveView keeps a piece of view state. On a case that may only be read it does
// nothing.
func (c *Casework) SaveView(name string, v any) error {
	if c.config.ReadOnly {
		return nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode view state: %w", err)
	}
	return c.file.SaveSetting(viewPrefix+name, raw)
}
