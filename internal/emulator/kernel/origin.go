package kernel

// Origin is the cause of a write, for logs: a caller of Graph, or a service that
// acts by itself. The zero value stands for neither, such as a test.
type Origin struct {
	Actor
	// Service is the display name of a service that acts by itself.
	Service string
	// Correlation identifies the request.
	Correlation string
	// Address is the IP address of the caller.
	Address string
}

// From is the same world, whose operations have an origin.
func (w *World) From(o Origin) *World {
	return &World{shared: w.shared, truthful: w.truthful, origin: &o}
}

// Origin is the cause of the writes of the operation.
func (at Moment) Origin() Origin {
	if at.origin == nil {
		return Origin{}
	}
	return *at.origin
}

// From is the moment of writes with another origin than that of the operation.
func (at Moment) From(o Origin) Moment {
	at.origin = &o
	return at
}
