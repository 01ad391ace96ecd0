package wire

import (
	"io"
	"net/http"
	"testing"
	"time"
)

// The date is that of the response, for any way of writing it and any duration of
// the handler.
func TestDates(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer func(http.ResponseWriter)
		want   string
	}{
		{"status", func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) }, "Thu, 15 Jan 2026 10:00:00 GMT"},
		{"body", func(w http.ResponseWriter) { _, _ = io.WriteString(w, "x") }, "Thu, 15 Jan 2026 10:00:00 GMT"},
		{"nothing", func(http.ResponseWriter) {}, "Thu, 15 Jan 2026 11:00:00 GMT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := &clock{now: start.Add(999 * time.Millisecond)}
			service := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				c.advance(time.Hour)
				tt.answer(w)
				c.advance(time.Hour)
			})
			w := do(Chain(service, Dates(c.Now)), "GET", "/x")
			if got := w.Header().Get("Date"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
