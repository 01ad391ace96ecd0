package graph_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// TestGatewayInABatch: a batch item answered by a gateway does not mean a missing
// object.
func TestGatewayInABatch(t *testing.T) {
	t.Parallel()
	gone := answer{http.StatusNotFound, `{"error":{"code":"Request_ResourceNotFound","message":"Gone."}}`}
	page := answer{http.StatusNotFound, `"PGh0bWw+Tm90IGZvdW5kPC9odG1sPg=="`}
	for name, test := range map[string]struct {
		jobs   answer
		is     bool
		listed int
	}{"gone": {gone, true, 1}, "gateway": {page, false, 0}} {
		c, _ := scripted(t, list(`{"id":"sp","displayName":"Sync"}`), batched(t, test.jobs, list(), list()))
		got, err := c.Synchronizations(t.Context())
		if len(got) != test.listed || (err == nil) != test.is || errors.Is(err, service.ErrNotFound) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestForeignAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want bool
	}{
		"a refusal": {
			&transport.StatusError{Status: http.StatusNotFound, Body: []byte(`{"error":{"code":"Request_ResourceNotFound"}}`)}, false,
		},
		"a gateway's page":  {&transport.StatusError{Status: http.StatusNotFound, Body: []byte(`<html>`)}, true},
		"a page as success": {&transport.AmbiguousError{Err: &transport.UnusableError{Status: 200}}, true},
		"no answer":         {&transport.UnreachableError{}, false},
	} {
		c := client(t, transportFunc(func(*http.Request) (*http.Response, error) { return nil, test.err }))
		_, err := c.User(t.Context(), "u")
		if err == nil || errors.Is(err, service.ErrForeign) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRepeatsOnlyTransientRefusals(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"error":{"code":"Directory_ConcurrencyViolation"}}`:          true,
		`{"error":{"code":"Request_MultipleObjectsWithSameKeyValue"}}`: false,
		`<html>`: false,
	} {
		if got := graph.Repeats(&transport.StatusError{Status: http.StatusConflict, Body: []byte(body)}); got != want {
			t.Errorf("%s: %t", body, got)
		}
	}
}
