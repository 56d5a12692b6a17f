package viewmodel

// Value is something that can be observed. It belongs to the goroutine of the
// window.
type Value[T any] struct {
	value     T
	equal     func(a, b T) bool
	observers map[int]func(T)
	order     []int
	next      int
}

// NewValue returns a Value. Setting what is equal to the present value tells
// nobody; with a nil equal every Set tells.
func NewValue[T any](v T, equal func(a, b T) bool) *Value[T] {
	return &Value[T]{value: v, equal: equal, observers: map[int]func(T){}}
}

// Of returns a Value of something comparable.
func Of[T comparable](v T) *Value[T] {
	return NewValue(v, func(a, b T) bool { return a == b })
}

// Get returns the present value.
func (v *Value[T]) Get() T { return v.value }

// Set changes the value and tells the observers, in the order in which they came.
func (v *Value[T]) Set(to T) {
	if v.equal != nil && v.equal(v.value, to) {
		return
	}
	v.value = to
	for _, id := range append([]int(nil), v.order...) {
		if f := v.observers[id]; f != nil {
			f(v.value)
		}
	}
}

// Observe calls f with the present value, and again whenever it changes, until
// stop is called.
func (v *Value[T]) Observe(f func(T)) (stop func()) {
	stop = v.Follow(f)
	f(v.value)
	return stop
}

// Follow is Observe without the first call.
func (v *Value[T]) Follow(f func(T)) (stop func()) {
	id := v.next
	v.next++
	v.observers[id] = f
	v.order = append(v.order, id)
	return func() {
		delete(v.observers, id)
		for i, o := range v.order {
			if o == id {
				v.order = append(v.order[:i:i], v.order[i+1:]...)
				return
			}
		}
	}
}

// Stops collects what must be stopped when a view model or a pane ends.
type Stops []func()

// Add keeps one more.
func (s *Stops) Add(stop ...func()) { *s = append(*s, stop...) }

// Stop stops them all, once.
func (s *Stops) Stop() {
	for _, f := range *s {
		f()
	}
	*s = nil
}
