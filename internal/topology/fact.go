package topology

// Fact is something that may be unknown, because it could not be read or is not
// decided yet. The zero value is unknown.
type Fact[T any] struct {
	value T
	known bool
}

// Known is a fact that has been read.
func Known[T any](value T) Fact[T] { return Fact[T]{value, true} }

// Get returns the value and whether it is known.
func (f Fact[T]) Get() (T, bool) { return f.value, f.known }
