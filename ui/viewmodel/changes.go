package viewmodel

import (
	"context"
	"errors"
	"sync/atomic"

	"casebench/casework"
)

// gatherChanges returns a receiver of changes for the goroutines that make them: it
// joins what comes in quick succession and tells show once, through post.
func gatherChanges(post Post, show func(casework.Topic)) func(casework.Change) {
	var waiting atomic.Uint32
	return func(c casework.Change) {
		if waiting.Or(uint32(c.Topics)) != 0 {
			return // a post is on its way and will take these along
		}
		post(func() { show(casework.Topic(waiting.Swap(0))) })
	}
}

func isCancelled(err error) bool { return errors.Is(err, context.Canceled) }
