package store

import (
	"encoding/binary"

	"casebench/casefile"
)

// Enrichments returns all runs of datasets by number, withdrawn ones included. A case
// of a version before 3 has none.
func (tx *Tx) Enrichments() ([]casefile.Enrichment, error) {
	if tx.b.Bucket([]byte(bucketEnrichments)) == nil {
		return nil, nil
	}
	return list[casefile.Enrichment](tx, bucketEnrichments, nil)
}

// Enrichment returns one run, or a fault of kind NotFound.
func (tx *Tx) Enrichment(id uint32) (casefile.Enrichment, error) {
	return getByID[casefile.Enrichment](tx, bucketEnrichments, "enrichment", id)
}

// PutEnrichment writes a run and returns its number. A number of 0 asks for the next
// one; any other must exist.
func (tx *Tx) PutEnrichment(e casefile.Enrichment) (uint32, error) {
	return putByID(tx, bucketEnrichments, "enrichment", &e, &e.ID)
}

// PutEnriched writes a page of what a run found on the values of a dictionary, or, for
// DomainNone, on indicators. Pages are numbered from 0 by the caller.
func (tx *Tx) PutEnriched(run uint32, d casefile.Domain, page uint32, p casefile.EnrichedPage) error {
	return tx.putJSON(bucketEnriched, enrichedKey(run, d, page), p)
}

// Enriched calls yield for each page of what a run found, dictionary by dictionary.
func (tx *Tx) Enriched(run uint32, yield func(casefile.Domain, *casefile.EnrichedPage) error) error {
	if tx.b.Bucket([]byte(bucketEnriched)) == nil {
		return nil
	}
	return tx.each(bucketEnriched, key32(run), func(k, v []byte) error {
		var p casefile.EnrichedPage
		if err := tx.f.decodeJSON(bucketEnriched, k, v, &p); err != nil {
			return err
		}
		return yield(casefile.Domain(k[4]), &p)
	})
}

func enrichedKey(run uint32, d casefile.Domain, page uint32) []byte {
	return binary.BigEndian.AppendUint32(append(key32(run), byte(d)), page)
}
