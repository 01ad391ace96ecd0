package graph_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const partnersAt = "/policies/crossTenantAccessPolicy/partners"

// partnersOf is a Graph with n partner configurations, in pages of a size. Trusts are
// what single reads say of some of them, and the list does not say yet.
type partnersOf struct {
	n, size int

	mu       sync.Mutex
	requests []string
	trusts   map[string]bool
}

func partnerID(i int) string { return fmt.Sprintf("dddddddd-0000-4000-8000-%012d", i) }

func (p *partnersOf) entry(id string, single bool) string {
	return fmt.Sprintf(`{"tenantId":%q,"inboundTrust":{"isMfaAccepted":%t},"identitySynchronization":{"displayName":%q}}`, id, single && p.trusts[id], id)
}

func (p *partnersOf) RoundTrip(req *http.Request) (*http.Response, error) {
	<-time.After(100 * time.Millisecond)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, req.Method+" "+strings.TrimPrefix(req.URL.Path, "/v1.0"))
	if req.Method == http.MethodPatch {
		return body(req, http.StatusNoContent, ""), nil
	}
	if !strings.HasSuffix(req.URL.Path, "/$batch") {
		status, text := p.get(req.URL.Path, req.URL.Query().Get("from"))
		if status >= http.StatusBadRequest {
			return nil, &transport.StatusError{Method: req.Method, Path: req.URL.Path, Status: status, Header: http.Header{}, Body: []byte(text)}
		}
		return body(req, status, text), nil
	}
	var batch struct{ Requests []struct{ ID, URL string } }
	if err := json.NewDecoder(req.Body).Decode(&batch); err != nil {
		return nil, err
	}
	answers := make([]string, len(batch.Requests))
	for i, r := range batch.Requests {
		path, _, _ := strings.Cut(r.URL, "?")
		status, text := p.get(path, "")
		answers[i] = fmt.Sprintf(`{"id":%q,"status":%d,"body":%s}`, r.ID, status, text)
	}
	return body(req, http.StatusOK, `{"responses":[`+strings.Join(answers, ",")+`]}`), nil
}

// get answers a read of one partner, or of a page.
func (p *partnersOf) get(path, from string) (int, string) {
	_, id, _ := strings.Cut(path, partnersAt+"/")
	if id != "" {
		if i, err := strconv.Atoi(id[len(id)-12:]); err != nil || i >= p.n {
			return http.StatusNotFound, `{"error":{"code":"Request_ResourceNotFound","message":"gone"}}`
		}
		return http.StatusOK, p.entry(id, true)
	}
	first, _ := strconv.Atoi(from)
	var some []string
	for i := first; i < min(first+p.size, p.n); i++ {
		some = append(some, p.entry(partnerID(i), false))
	}
	next := ""
	if first+p.size < p.n {
		next = fmt.Sprintf(`,"@odata.nextLink":"https://graph.example/v1.0%s?from=%d"`, partnersAt, first+p.size)
	}
	return http.StatusOK, `{"value":[` + strings.Join(some, ",") + `]` + next + `}`
}

func body(req *http.Request, status int, text string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(text)),
		Body: io.NopCloser(strings.NewReader(text)), Request: req,
	}
}

// inTens does something for each of n numbers, ten at a time as Terraform does.
func inTens(n int, do func(int)) {
	var workers sync.WaitGroup
	numbers := make(chan int)
	for range 10 {
		workers.Go(func() {
			for i := range numbers {
				do(i)
			}
		})
	}
	for i := range n {
		numbers <- i
	}
	close(numbers)
	workers.Wait()
}

// TestManyPartnersShareAList: a refresh of a hundred partners, and the checks of plans
// that ask for each of them, take few requests.
func TestManyPartnersShareAList(t *testing.T) {
	t.Parallel()
	for size, most := range map[int]int{100: 4, 50: 12} {
		synctest.Test(t, func(t *testing.T) { manyPartners(t, size, most) })
	}
}

func manyPartners(t *testing.T, size, most int) {
	t.Helper()
	const n = 100
	p := &partnersOf{n: n, size: size}
	c := client(t, p)
	current := func(graph.Partner) bool { return true }
	inTens(n, func(i int) {
		found, err := c.RefreshPartner(t.Context(), partnerID(i), true, current)
		if err != nil || found.TenantID != partnerID(i) || found.IdentitySync == nil || found.IdentitySync.DisplayName != partnerID(i) {
			t.Errorf("%d: %+v, %v", i, found, err)
		}
	})
	inTens(n, func(i int) {
		if found, err := c.PartnerAccess(t.Context(), partnerID(i)); err != nil || found == nil {
			t.Errorf("%d: %+v, %v", i, found, err)
		}
	})
	if len(p.requests) > most {
		t.Errorf("pages of %d: %d requests, want at most %d: %v", size, len(p.requests), most, p.requests)
	}
	// One that the list lacks may be new.
	if found, err := c.PartnerAccess(t.Context(), partnerID(n)); err != nil || found != nil {
		t.Errorf("a missing one: %+v, %v", found, err)
	}
}

// TestPartnersOfAListAreReadAgain: where the list is late, a single read counts, and a
// write counts for the rest of the run.
func TestPartnersOfAListAreReadAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, partnersThatChange)
}

func partnersThatChange(t *testing.T) {
	t.Helper()
	const n = 40
	p := &partnersOf{n: n, size: 100, trusts: map[string]bool{partnerID(30): true}}
	c := client(t, p)
	trusts := func(p graph.Partner) bool { return p.InboundTrust != nil && p.InboundTrust.IsMFAAccepted }
	refreshed := func(i int, want bool) {
		found, err := c.RefreshPartner(t.Context(), partnerID(i), true, func(p graph.Partner) bool { return trusts(p) == want })
		if err != nil || trusts(found) != want {
			t.Errorf("%d: %+v, %v", i, found, err)
		}
	}
	inTens(n, func(i int) { refreshed(i, i == 30) })
	change := trust().Change
	if err := c.UpdatePartner(t.Context(), partnerID(31), change); err != nil {
		t.Fatal(err)
	}
	p.trusts[partnerID(31)] = true
	if _, err := c.AwaitPartner(t.Context(), partnerID(31), change); err != nil {
		t.Fatal(err)
	}
	before := len(p.requests)
	refreshed(31, true)
	if access, err := c.PartnerAccess(t.Context(), partnerID(31)); err != nil || access.InboundTrust == nil || !access.InboundTrust.IsMFAAccepted {
		t.Errorf("after the write: %+v, %v", access, err)
	}
	if more := p.requests[before:]; len(more) > 0 {
		t.Errorf("the result of the write was read again: %v", more)
	}
}
