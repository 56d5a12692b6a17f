package store

import (
	"errors"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// bytesPerSecond is less than what bbolt's own check manages on a slow disk; with
// pagesGrace it says when a check that has not ended never will: a damaged page can
// claim to be followed by four thousand million others, and bbolt counts them all.
const (
	bytesPerSecond = 100 << 20
	pagesGrace     = 5 * time.Second
)

var errEndless = errors.New("its pages do not come to an end")

// database asks bbolt to look at its own pages. bbolt's check cannot be stopped:
// when it does not end in time, or ctx does, it is left behind, and the file is
// then closed by the end of the program alone.
func (c *checker) database() {
	found, done, stop := make(chan error), make(chan error, 1), make(chan struct{})
	defer close(stop)
	go func() {
		done <- c.f.view(func(b *bolt.Tx) error {
			for err := range b.Check() {
				select {
				case found <- err:
				case <-stop: // read to the end all the same: bbolt writes without looking up
				}
			}
			return nil
		})
	}()
	late := time.NewTimer(c.patience())
	defer late.Stop()
	for {
		select {
		case err := <-found:
			c.report("", nil, "database: %v", err)
		case err := <-done:
			if err != nil {
				c.failed("", nil, err)
			}
			return
		case <-late.C:
			c.report("", nil, "database: %v", errEndless)
			c.f.left.Store(true)
			return
		case <-c.ctx.Done():
			c.f.left.Store(true)
			return
		}
	}
}

// patience is how long bbolt's check may take on a file of this size.
func (c *checker) patience() time.Duration {
	info, err := os.Stat(c.f.path)
	if err != nil {
		return pagesGrace
	}
	return pagesGrace + time.Duration(info.Size()/bytesPerSecond)*time.Second
}
