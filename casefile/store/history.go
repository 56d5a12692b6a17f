package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"casebench/casefile"
)

// Step is one place of the history: the command that takes back, or does again,
// what the act of sequence number Seq did. Package command knows what Kind and
// Command mean.
type Step struct {
	Seq     uint64          `json:"seq"`
	Act     casefile.Act    `json:"act"`
	Kind    string          `json:"kind"`
	Command json.RawMessage `json:"command"`
}

// Stack is one side of the history.
type Stack string

// The stacks: what may be undone and what may be done again.
const (
	UndoStack Stack = bucketUndo
	RedoStack Stack = bucketRedo
)

// NextSeq returns the sequence number that the act of this Update will get.
func (tx *Tx) NextSeq() (uint64, error) {
	head, _, err := tx.Head()
	return head.Seq + 1, err
}

// Top returns the newest step of a stack; ok is false if it is empty.
func (tx *Tx) Top(stack Stack) (step Step, ok bool, err error) {
	k, v := bucketOf(tx.b, string(stack)).Cursor().Last()
	if k == nil {
		return step, false, nil
	}
	err = tx.f.decodeJSON(string(stack), k, v, &step)
	return step, err == nil, err
}

// Steps returns all steps of a stack, the oldest first.
func (tx *Tx) Steps(stack Stack) ([]Step, error) { return list[Step](tx, string(stack), nil) }

// Push puts a step on a stack.
func (tx *Tx) Push(stack Stack, step Step) error {
	place := uint64(1)
	if k, _ := bucketOf(tx.b, string(stack)).Cursor().Last(); len(k) == 8 {
		place = binary.BigEndian.Uint64(k) + 1
	}
	return tx.putJSON(string(stack), key64(place), step)
}

// Pop takes the newest step off a stack; an empty one stays empty.
func (tx *Tx) Pop(stack Stack) error {
	b := bucketOf(tx.b, string(stack))
	k, _ := b.Cursor().Last()
	if k == nil {
		return nil
	}
	if err := b.Delete(append([]byte(nil), k...)); err != nil {
		return fmt.Errorf("shorten %s: %w", stack, err)
	}
	return nil
}

// Clear empties a stack.
func (tx *Tx) Clear(stack Stack) error { return tx.deleteFrom(string(stack), key64(0), nil) }
