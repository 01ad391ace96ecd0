package transport

import (
	"net/http"
	"testing"
	"time"
)

func TestServiceTimeIsTheLatestOfTheService(t *testing.T) {
	t.Parallel()
	var s ServiceTime
	if at, known := s.Latest(); known {
		t.Errorf("before the first response the time is %s", at)
	}
	const early, late = "Fri, 02 Jan 2026 03:04:05 GMT", "Fri, 02 Jan 2026 03:04:07 GMT"
	for _, step := range []struct {
		name, date, id, want string
	}{
		{"no date", "", "r-1", ""},
		{"a gateway", late, "", ""},
		{"no time", "yesterday", "r-1", ""},
		{"first", early, "r-1", early},
		{"later", late, "r-2", late},
		{"out of order", early, "r-3", late},
	} {
		s.note(http.Header{"Date": {step.date}, "Request-Id": {step.id}})
		at, known := s.Latest()
		if known != (step.want != "") || known && at.Format(http.TimeFormat) != step.want {
			t.Errorf("%s: the time is %s, %t, want %q", step.name, at, known, step.want)
		}
	}
}

// TestServiceTimeOfRefusals: a refusal has the time as well.
func TestServiceTimeOfRefusals(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]time.Time{
		http.StatusOK:        time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		http.StatusForbidden: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
	} {
		s := &script{answers: []answer{{status: status, date: want.Format(http.TimeFormat)}}}
		o := options(s, newFakeClock(), token{})
		o.ServiceTime = &ServiceTime{}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://graph.example/v1.0/users", nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := New(o).RoundTrip(req); err == nil {
			resp.Body.Close()
		}
		if at, known := o.ServiceTime.Latest(); !known || !at.Equal(want) {
			t.Errorf("after %d the time is %s, %t, want %s", status, at, known, want)
		}
	}
}
