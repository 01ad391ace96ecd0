package wire

import (
	"cmp"
	"io"
	"maps"
	"net/http"
)

const htmlType = "text/html; charset=utf-8"

// apply applies a rule to a request.
func (f *Faults) apply(fault Fault, w http.ResponseWriter, r *http.Request, next http.Handler) {
	connectionFrom(r.Context()).damage(fault)
	if fault.Reset {
		resetNetwork(r.Context())
		return
	}
	if !fault.answers() {
		next.ServeHTTP(w, r)
		return
	}
	status := fault.Status
	if fault.Act {
		served := &discarded{header: w.Header().Clone()}
		next.ServeHTTP(served, r)
		if status == 0 {
			status = cmp.Or(served.status, http.StatusOK)
			maps.Copy(w.Header(), served.header)
		}
	}
	f.answer(fault, status, w, r)
}

func (f *Faults) answer(fault Fault, status int, w http.ResponseWriter, r *http.Request) {
	// Check has validated it.
	if after, err := fault.retryAfter(); err == nil && after != "" {
		w.Header().Set("Retry-After", after)
	}
	if fault.Location != "" {
		w.Header().Set("Location", fault.Location)
	}
	switch {
	case fault.Body != nil:
		writeText(w, status, *fault.Body, fault.ContentType)
	case fault.Location != "":
		w.WriteHeader(status)
	default:
		refuse(w, r, status, f.clock.Now())
	}
}

func writeText(w http.ResponseWriter, status int, text, contentType string) {
	w.Header().Del("Content-Type")
	if text != "" {
		contentType = cmp.Or(contentType, htmlType)
	}
	if contentType != "" {
		w.Header().Set("Content-Type", contentType)
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text) // an error means that the client has disconnected
}

// discarded drops a response and keeps its status and headers.
type discarded struct {
	header http.Header
	status int
}

// Header is part of [http.ResponseWriter].
func (d *discarded) Header() http.Header { return d.header }

// WriteHeader records the first status.
func (d *discarded) WriteHeader(status int) { d.status = cmp.Or(d.status, status) }

// Write drops the body.
func (d *discarded) Write(b []byte) (int, error) {
	d.WriteHeader(http.StatusOK)
	return len(b), nil
}
