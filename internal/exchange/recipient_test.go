package exchange_test

import (
	"strings"
	"testing"
)

// TestAwaitListed: the wait goes on without a recipient and with a hidden one, and its
// error has the last answer.
func TestAwaitListed(t *testing.T) {
	t.Parallel()
	s := newServer(t, map[string][]reply{"Get-Recipient": {notFound, values(ana("true")), values(ana("false"))}})
	if r, err := s.client(t).AwaitListed(t.Context(), "Ana@contoso.example"); err != nil || r.ObjectID != anaID || len(s.calls("")) != 3 {
		t.Errorf("%+v, %v after %s", r, err, s.script())
	}
	for last, answer := range map[string]reply{"no recipient has the address": notFound, "hidden from address lists": values(ana("true"))} {
		s := newServer(t, map[string][]reply{"Get-Recipient": {answer}})
		if _, err := s.client(t).AwaitListed(t.Context(), "ana@contoso.example"); err == nil || !strings.Contains(err.Error(), last) {
			t.Errorf("%v, want %q", err, last)
		}
	}
}
