package store

import (
	"strconv"

	"casebench/casefile"
)

// Reviews returns all reviews of indicators by number, withdrawn ones included. A
// case that is of a version before 3 is read as if the review that its migration
// will write were there: until then its indicators were matched as they came.
func (tx *Tx) Reviews() ([]casefile.Review, error) {
	if tx.b.Bucket([]byte(bucketReviews)) != nil {
		return list[casefile.Review](tx, bucketReviews, nil)
	}
	r, err := tx.reviewBefore()
	if err != nil || len(r.Of) == 0 {
		return nil, err
	}
	return []casefile.Review{r}, nil
}

// Review returns one review, or a fault of kind NotFound.
func (tx *Tx) Review(id uint32) (casefile.Review, error) {
	return getByID[casefile.Review](tx, bucketReviews, "review", id)
}

// PutReview writes a review and returns its number. A number of 0 asks for the next
// one; any other must exist.
func (tx *Tx) PutReview(r casefile.Review) (uint32, error) {
	return putByID(tx, bucketReviews, "review", &r, &r.ID)
}

// reviewBefore is the review that stands for what earlier versions did: they matched
// what came in, unseen. The program says so under its own name, since no person did.
func (tx *Tx) reviewBefore() (casefile.Review, error) {
	r := casefile.Review{ID: 1, Standing: casefile.StandingAccepted, By: "casebench", At: tx.at,
		Reason: "It came in before indicators were reviewed, and was matched unseen."}
	all, err := tx.Indicators()
	for i := range all {
		r.Of = append(r.Of, all[i].Place())
	}
	return r, err
}

// acceptEarlier writes that review while a case is brought to version 3, and adds to
// the details of the act how many values it names.
func (tx *Tx) acceptEarlier(details map[string]string) error {
	r, err := tx.reviewBefore()
	if err != nil || len(r.Of) == 0 {
		return err
	}
	r.ID = 0
	if _, err := tx.PutReview(r); err != nil {
		return err
	}
	details["indicators accepted"] = strconv.Itoa(len(r.Of))
	return nil
}
