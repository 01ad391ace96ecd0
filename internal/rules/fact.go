package rules

// Fact is a value that may be unknown, because it could not be read or is not
// decided yet. The zero value is unknown.
type Fact[T any] struct {
	value T
	known bool
	why   error
}

// Known is a fact that has been read.
func Known[T any](value T) Fact[T] { return Fact[T]{value: value, known: true} }

// Unread is an unknown fact with a reason. A rule passes the reason on to the
// settings that it leaves open.
func Unread[T any](why error) Fact[T] { return Fact[T]{why: why} }

// Get returns the value and whether it is known.
func (f Fact[T]) Get() (T, bool) { return f.value, f.known }

// Why is the reason of [Unread]. It is nil for a known fact, and for one that was
// not requested.
func (f Fact[T]) Why() error { return f.why }

// Derived is a fact that follows from another fact. If that one is unknown, so is
// the result, with the same reason.
func Derived[A, B any](f Fact[A], derive func(A) B) Fact[B] {
	if !f.known {
		return Unread[B](f.why)
	}
	return Known(derive(f.value))
}
