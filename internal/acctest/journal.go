package acctest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// ForgetRequests empties the journal.
func (w *World) ForgetRequests() { w.server.Journal().Clear() }

// Requests lists the requests since the journal was emptied, as "METHOD /path"
// below the version and without the query: those to the given services, or to
// every service but the login service.
func (w *World) Requests(to ...wire.Service) []string {
	if len(to) == 0 {
		to = []wire.Service{wire.Graph, wire.Exchange}
	}
	entries, _ := w.server.Journal().Entries(wire.Filter{})
	var list []string
	for _, e := range entries {
		if !slices.Contains(to, e.Service) {
			continue
		}
		path, _, _ := strings.Cut(e.Path, "?")
		path = strings.TrimPrefix(strings.TrimPrefix(path, "/v1.0"), "/beta")
		list = append(list, e.Method+" "+path)
	}
	return list
}

// Questions counts the Requests as if none had shared a batch: how many do depends
// on how fast Terraform asks.
func (w *World) Questions(to ...wire.Service) int {
	return len(slices.DeleteFunc(w.Requests(to...), func(r string) bool { return strings.HasSuffix(r, "/$batch") }))
}

// Writes lists the Requests that changed something.
func (w *World) Writes(to ...wire.Service) []string {
	return slices.DeleteFunc(w.Requests(to...), func(r string) bool {
		return strings.HasPrefix(r, http.MethodGet) || strings.HasSuffix(r, "/$batch")
	})
}
