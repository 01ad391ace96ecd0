package control

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

func filterOf(query url.Values) (wire.Filter, error) {
	f, unknown := wire.FilterFrom(query)
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return wire.Filter{}, badRequest("unknown filter %s; the filters are tenant, service, method, path and cmdlet", strings.Join(unknown, ", "))
	}
	return f, nil
}

// requests lists the journal, oldest first, or its last entries. Dropped is the number
// of entries removed because the journal was full.
func (a *API) requests(r *http.Request) (int, any, error) {
	query := r.URL.Query()
	last, given := query["last"]
	delete(query, "last")
	f, err := filterOf(query)
	if err != nil {
		return 0, nil, err
	}
	entries, dropped := a.config.Journal.Entries(f)
	if given {
		n, err := strconv.Atoi(last[0])
		if err != nil || n < 0 {
			return 0, nil, badRequest("last: must be a number of at least 0")
		}
		entries = entries[max(0, len(entries)-n):]
	}
	return http.StatusOK, map[string]any{"requests": entries, "dropped": dropped}, nil
}

func (a *API) clearRequests(*http.Request) (int, any, error) {
	a.config.Journal.Clear()
	return http.StatusNoContent, nil, nil
}

func (a *API) summary(r *http.Request) (int, any, error) {
	f, err := filterOf(r.URL.Query())
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, a.config.Journal.Summary(f), nil
}

func (a *API) faults(*http.Request) (int, any, error) {
	return http.StatusOK, map[string]any{"faults": a.config.Faults.List()}, nil
}

func (a *API) addFault(r *http.Request) (int, any, error) {
	var fault wire.Fault
	if err := decode(r, &fault); err != nil {
		return 0, nil, err
	}
	if fault.ID != "" || fault.Hits != 0 {
		return 0, nil, badRequest("id and hits are set by the emulator")
	}
	if _, ok := a.config.World.TenantByKey(fault.Tenant); fault.Tenant != "" && !ok {
		return 0, nil, badRequest("tenant: there is no tenant %q", fault.Tenant)
	}
	added, err := a.config.Faults.Add(fault)
	if err != nil {
		return 0, nil, badRequest("%v", err)
	}
	return http.StatusCreated, added, nil
}

func (a *API) clearFaults(*http.Request) (int, any, error) {
	a.config.Faults.Clear()
	return http.StatusNoContent, nil, nil
}

func (a *API) removeFault(r *http.Request) (int, any, error) {
	id := r.PathValue("id")
	if !a.config.Faults.Remove(id) {
		return 0, nil, &problem{http.StatusNotFound, "NotFound", "there is no fault rule " + id}
	}
	return http.StatusNoContent, nil, nil
}
