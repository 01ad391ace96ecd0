package wire

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// smallestCompressed is the length from which a body is worth compressing. What the
// services take is not documented.
const smallestCompressed = 1000

// compressors are kept for the next answer: a new one takes 1.2 MB.
var compressors = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed) // the level is valid
	return w
}}

// Compression compresses the answers that say that they vary with Accept-Encoding,
// for the clients that ask for it. It follows [Headers], and stands before the
// layers that answer.
func Compression() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if w.Header().Get("Vary") != "Accept-Encoding" || !takesGzip(r.Header.Values("Accept-Encoding")) {
				next.ServeHTTP(w, r)
				return
			}
			c := &compressed{ResponseWriter: w}
			next.ServeHTTP(c, r)
			c.finish()
		})
	}
}

// takesGzip reads a header such as "gzip, deflate;q=0.5" (RFC 9110 §12.5.3).
func takesGzip(accepted []string) bool {
	for coding := range strings.SplitSeq(strings.Join(accepted, ","), ",") {
		name, parameter, _ := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		q, given := strings.CutPrefix(strings.ToLower(strings.TrimSpace(parameter)), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !given || err == nil && weight > 0
	}
	return false
}

// compressed holds the head of an answer back until the first write shows how long
// the body is: everything that answers here writes its body at once.
type compressed struct {
	http.ResponseWriter
	status int
	begun  bool
	gzip   *gzip.Writer
}

// WriteHeader keeps the status.
func (c *compressed) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
}

// Write compresses a long body.
func (c *compressed) Write(b []byte) (int, error) {
	c.WriteHeader(http.StatusOK)
	if !c.begun {
		c.begin(len(b) >= smallestCompressed)
	}
	if c.gzip == nil {
		return c.ResponseWriter.Write(b)
	}
	return c.gzip.Write(b)
}

func (c *compressed) begin(compress bool) {
	c.begun = true
	if compress {
		c.Header().Set("Content-Encoding", "gzip")
		c.gzip, _ = compressors.Get().(*gzip.Writer) // nothing else is put there
		c.gzip.Reset(c.ResponseWriter)
	}
	c.ResponseWriter.WriteHeader(c.status)
}

func (c *compressed) finish() {
	switch {
	case c.gzip != nil:
		_ = c.gzip.Close() // an error means that the client is gone
		compressors.Put(c.gzip)
	case !c.begun && c.status != 0:
		c.ResponseWriter.WriteHeader(c.status)
	}
}
