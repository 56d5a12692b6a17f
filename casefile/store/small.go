package store

import (
	berrors "go.etcd.io/bbolt/errors"

	"casebench/casefile"
	"casebench/internal/fault"
)

// getByID reads the JSON value of a number.
func getByID[T any](tx *Tx, bucket, what string, id uint32) (T, error) {
	var v T
	ok, err := tx.getJSON(bucket, key32(id), &v)
	if err == nil && !ok {
		err = missing(what, id)
	}
	return v, err
}

// putByID writes the JSON value of a number, and gives it the next number when it
// has none.
func putByID[T any](tx *Tx, bucket, what string, v T, id *uint32) (uint32, error) {
	if !tx.b.Writable() {
		return 0, explained(berrors.ErrTxNotWritable)
	}
	if *id == 0 {
		n, err := tx.nextID(bucket)
		if err != nil {
			return 0, err
		}
		*id = n
	} else if bucketOf(tx.b, bucket).Get(key32(*id)) == nil {
		return 0, missing(what, *id)
	}
	return *id, tx.putJSON(bucket, key32(*id), v)
}

// Annotations returns all annotations by id, withdrawn ones included.
func (tx *Tx) Annotations() ([]casefile.Annotation, error) {
	return list[casefile.Annotation](tx, bucketAnnotations, nil)
}

// Annotation returns one annotation, or a fault of kind NotFound.
func (tx *Tx) Annotation(id uint32) (casefile.Annotation, error) {
	return getByID[casefile.Annotation](tx, bucketAnnotations, "annotation", id)
}

// PutAnnotation writes an annotation and returns its id. An id of 0 asks for a new
// one; any other must exist.
func (tx *Tx) PutAnnotation(a casefile.Annotation) (uint32, error) {
	if err := tx.mayPut(a.Target); err != nil {
		return 0, err
	}
	return putByID(tx, bucketAnnotations, "annotation", &a, &a.ID)
}

// Decisions returns all decisions by id, withdrawn ones included.
func (tx *Tx) Decisions() ([]casefile.Decision, error) {
	return list[casefile.Decision](tx, bucketDecisions, nil)
}

// Decision returns one decision, or a fault of kind NotFound.
func (tx *Tx) Decision(id uint32) (casefile.Decision, error) {
	return getByID[casefile.Decision](tx, bucketDecisions, "decision", id)
}

// PutDecision writes a decision and returns its id. An id of 0 asks for a new one;
// any other must exist.
func (tx *Tx) PutDecision(d casefile.Decision) (uint32, error) {
	if d.A >= d.B {
		return 0, fault.New(fault.Invalid, "A decision is about two different accounts.", "", nil)
	}
	return putByID(tx, bucketDecisions, "decision", &d, &d.ID)
}

// Exhibits returns all exhibits by number, withdrawn ones included.
func (tx *Tx) Exhibits() ([]casefile.Exhibit, error) {
	return list[casefile.Exhibit](tx, bucketExhibits, nil)
}

// Exhibit returns one exhibit, or a fault of kind NotFound.
func (tx *Tx) Exhibit(number uint32) (casefile.Exhibit, error) {
	return getByID[casefile.Exhibit](tx, bucketExhibits, "exhibit", number)
}

// NextExhibit returns the number that the next exhibit will get. Numbers are never
// used twice, not even those of withdrawn exhibits.
func (tx *Tx) NextExhibit() uint32 {
	return uint32(bucketOf(tx.b, bucketExhibits).Sequence()) + 1
}

// PutExhibit writes an exhibit and returns its number. A number of 0 asks for the
// next one; any other must exist.
func (tx *Tx) PutExhibit(e casefile.Exhibit) (uint32, error) {
	if err := tx.mayPut(e.Target); err != nil {
		return 0, err
	}
	return putByID(tx, bucketExhibits, "exhibit", &e, &e.Number)
}

// mayPut refuses to write in a View, and a Ref that could not be read back.
func (tx *Tx) mayPut(r casefile.Ref) error {
	if !tx.b.Writable() {
		return explained(berrors.ErrTxNotWritable)
	}
	_, err := casefile.ParseRef(r.String())
	return err
}
