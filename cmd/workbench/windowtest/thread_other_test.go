//go:build cgo && !linux

package windowtest

import "time"

// threadID and threadTimes tell nothing here: a turn is its time alone.
func threadID() int { return 0 }

func threadTimes(int) (worked, queued time.Duration) { return 0, 0 }
