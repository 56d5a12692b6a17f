package store

import "casebench/casefile"

// Holds returns all legal holds by number, lifted ones included.
func (tx *Tx) Holds() ([]casefile.Hold, error) { return list[casefile.Hold](tx, bucketHolds, nil) }

// Hold returns one legal hold, or a fault of kind NotFound.
func (tx *Tx) Hold(id uint32) (casefile.Hold, error) {
	return getByID[casefile.Hold](tx, bucketHolds, "legal hold", id)
}

// PutHold writes a legal hold and returns its number; 0 asks for a new one, any
// other must exist. The Case says from then on whether a hold stands.
func (tx *Tx) PutHold(h casefile.Hold) (uint32, error) {
	id, err := putByID(tx, bucketHolds, "legal hold", &h, &h.ID)
	if err != nil {
		return 0, err
	}
	standing, err := tx.StandingHolds()
	if err != nil {
		return 0, err
	}
	c := tx.Case()
	c.Hold = len(standing) > 0
	return id, tx.PutCase(c)
}

// StandingHolds returns the holds that were not lifted.
func (tx *Tx) StandingHolds() ([]casefile.Hold, error) {
	all, err := tx.Holds()
	var out []casefile.Hold
	for i := range all {
		if all[i].Stands() {
			out = append(out, all[i])
		}
	}
	return out, err
}
