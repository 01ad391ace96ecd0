package acctest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// ForgetRequests empties the journal.
func (w *World) ForgetRequests() { w.server.Journal().Clear() }

// Entries lists the matching entries of the journal. A filter without a service
// selects every service but the login service.
func (w *World) Entries(f wire.Filter) []wire.Entry {
	entries, _ := w.server.Journal().Entries(f)
	return slices.DeleteFunc(entries, func(e wire.Entry) bool { return f.Service == "" && e.Service == wire.Login })
}

// Requests lists the requests since the journal was emptied, as "METHOD /path"
// below the version and without the query, or by the name of the cmdlet: those to
// the given services, or to every service but the login service.
func (w *World) Requests(to ...wire.Service) []string {
	return w.list(to, func(wire.Entry) bool { return true })
}

// list names the requests to services that are accepted.
func (w *World) list(to []wire.Service, accept func(wire.Entry) bool) []string {
	entries, _ := w.server.Journal().Entries(wire.Filter{})
	var list []string
	for _, e := range entries {
		if len(to) == 0 && e.Service == wire.Login || len(to) > 0 && !slices.Contains(to, e.Service) || !accept(e) {
			continue
		}
		list = append(list, named(e))
	}
	return list
}

// named is a request in expectations: "PATCH /users/{id}", "Set-MailUser".
func named(e wire.Entry) string {
	if e.Cmdlet != "" {
		return e.Cmdlet
	}
	path, _, _ := strings.Cut(e.Path, "?")
	return e.Method + " " + strings.TrimPrefix(strings.TrimPrefix(path, "/v1.0"), "/beta")
}

// Questions counts the Requests as if none had been batched: the size of batches
// depends on Terraform's timing.
func (w *World) Questions(to ...wire.Service) int {
	return len(slices.DeleteFunc(w.Requests(to...), func(r string) bool { return strings.HasSuffix(r, "/$batch") }))
}

// Writes lists the Requests that change data: every cmdlet of Exchange Online but
// those that get objects does.
func (w *World) Writes(to ...wire.Service) []string {
	return w.list(to, func(e wire.Entry) bool { return e.Writes() })
}

// Wrote expects exactly these Writes, in order; without arguments, none. In an
// expectation, {id} stands for an object id.
func (w *World) Wrote(want ...string) error {
	got := w.Writes()
	if slices.EqualFunc(got, want, sameRequest) {
		return nil
	}
	return fmt.Errorf("writes are\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
}

// Made is Wrote as a check of a test step.
func (w *World) Made(want ...string) resource.TestCheckFunc {
	return Then(func() error { return w.Wrote(want...) })
}

// NotSent expects that no request with the method was sent.
func (w *World) NotSent(method string) error {
	sent := slices.DeleteFunc(w.Requests(), func(r string) bool { return !strings.HasPrefix(r, method+" ") })
	if len(sent) == 0 {
		return nil
	}
	return fmt.Errorf("there was a %s", strings.Join(sent, ", a "))
}

// sameRequest compares a request with an expected one.
func sameRequest(got, want string) bool {
	ids := strings.ReplaceAll(regexp.QuoteMeta(want), regexp.QuoteMeta("{id}"), "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
	return regexp.MustCompile("^" + ids + "$").MatchString(got)
}
