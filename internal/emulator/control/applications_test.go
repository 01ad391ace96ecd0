package control

import (
	"net/http"
	"testing"
)

func TestApplications(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	body := func(member string) string { return `{"tenant":"contoso","client_id":"` + appID + `",` + member + `}` }
	contains(t, h.want(http.StatusOK, "PATCH", "/applications", body(`"directory_roles":["Global Reader"]`)),
		`"directory_roles":["f2ef992c-3afb-46b9-b7cf-a126ee74c451"]`)
	// An absent list stays.
	contains(t, h.want(http.StatusOK, "PATCH", "/applications", body(`"permissions":["User.Read.All"]`)),
		`"directory_roles":["f2ef992c-3afb-46b9-b7cf-a126ee74c451"]`, `"permissions":["User.Read.All"]`)
	contains(t, h.want(http.StatusOK, "PATCH", "/applications", body(`"directory_roles":[]`)), `"directory_roles":[]`)
	for _, test := range []struct {
		body   string
		status int
		part   string
	}{
		{body(`"directory_roles":["King"]`), http.StatusBadRequest, "King"},
		{body(`"permissions":["everything"]`), http.StatusBadRequest, "everything"},
		{`{"tenant":"moon","client_id":"` + appID + `"}`, http.StatusNotFound, "moon"},
		{`{"tenant":"contoso","client_id":"` + contosoID + `"}`, http.StatusNotFound, contosoID},
		{body(`"permision":[]`), http.StatusBadRequest, "permision"},
	} {
		contains(t, h.want(test.status, "PATCH", "/applications", test.body), test.part)
	}
}
