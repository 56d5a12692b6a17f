package command

import (
	"encoding/json"
	"slices"

	"casebench/casefile"
	"casebench/casefile/store"
)

// Group is several commands as one: one transaction, one entry in the log, one
// step to undo.
type Group struct {
	Of       casefile.Act // describes the whole
	Commands []Command
}

// Act implements Command.
func (g *Group) Act() casefile.Act { return g.Of }

// Apply implements Command: all in their order, and back in reverse.
func (g *Group) Apply(tx *store.Tx) (Command, error) {
	back := &Group{Of: g.Of}
	for _, c := range g.Commands {
		inverse, err := c.Apply(tx)
		if err != nil {
			return nil, err
		}
		back.Commands = append(back.Commands, inverse)
	}
	slices.Reverse(back.Commands)
	return back, nil
}

// kept is a command as it stands in a group in the file.
type kept struct {
	Kind    string          `json:"kind"`
	Command json.RawMessage `json:"command"`
}

type keptGroup struct {
	Of       casefile.Act `json:"of"`
	Commands []kept       `json:"commands"`
}

// MarshalJSON implements json.Marshaler.
func (g *Group) MarshalJSON() ([]byte, error) {
	out := keptGroup{Of: g.Of}
	for _, c := range g.Commands {
		kind, body, err := encode(c)
		if err != nil {
			return nil, err
		}
		out.Commands = append(out.Commands, kept{kind, body})
	}
	return json.Marshal(out)
}

// UnmarshalJSON implements json.Unmarshaler.
func (g *Group) UnmarshalJSON(p []byte) error {
	var in keptGroup
	if err := json.Unmarshal(p, &in); err != nil {
		return err
	}
	g.Of, g.Commands = in.Of, nil
	for _, k := range in.Commands {
		c, err := decode(k.Kind, k.Command)
		if err != nil {
			return err
		}
		g.Commands = append(g.Commands, c)
	}
	return nil
}
