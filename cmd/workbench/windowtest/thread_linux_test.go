//go:build cgo

package windowtest

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

// threadID names the thread of the caller.
func threadID() int { return syscall.Gettid() }

// threadTimes returns for how long a thread of this program has had a processor, and
// for how long it was ready and had none, since it began. The kernel counts the
// first from tick to tick: some milliseconds are told late.
func threadTimes(id int) (worked, queued time.Duration) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/schedstat", id))
	if err != nil {
		return 0, 0
	}
	var ran, waited, times int64
	if _, err := fmt.Sscan(string(text), &ran, &waited, &times); err != nil {
		return 0, 0
	}
	return time.Duration(ran), time.Duration(waited)
}
