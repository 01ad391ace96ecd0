package cmdlet

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	// maxPage is the largest page, and the default of ResultSize (exchange §4, §9.1).
	maxPage = 1000
	// pageLife is the lifetime of a link to a next page, as the error about it says
	// (exchange §6.1).
	pageLife = 30 * time.Minute
	// maxPages bounds the memory for clients that never read on.
	maxPages = 1000

	moreResults = "There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter."
)

// page is what is left of a result.
type page struct {
	tenant, session, cmdlet string
	rest                    []command.Record
	size                    int
	warnings                []string
	expires                 time.Time
}

// pages are the results that can be read on, by token.
type pages struct {
	now func() time.Time

	mu      sync.Mutex
	byToken map[string]page
	order   []string
}

func newPages(now func() time.Time) *pages { return &pages{now: now, byToken: map[string]page{}} }

func (p *pages) put(left page) (token string) {
	left.expires = p.now().Add(pageLife)
	token = strings.ReplaceAll(kernel.NewGUID()+kernel.NewGUID(), "-", "")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byToken[token] = left
	p.order = append(p.order, token)
	for len(p.order) > maxPages {
		delete(p.byToken, p.order[0])
		p.order = p.order[1:]
	}
	return token
}

func (p *pages) get(token string) (page, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	left, ok := p.byToken[token]
	return left, ok && p.now().Before(left.expires)
}

// pageSize is the number of objects in an answer: that of the header Prefer, and no
// more than ResultSize.
func (c *call) pageSize(arguments command.Arguments) int {
	size := maxPage
	for _, preference := range strings.FieldsFunc(c.request.Header.Get("Prefer"), func(r rune) bool { return r == ';' || r == ',' }) {
		name, value, _ := strings.Cut(strings.TrimSpace(preference), "=")
		if n, err := strconv.Atoi(value); err == nil && n > 0 && strings.EqualFold(name, "odata.maxpagesize") {
			size = min(size, n)
		}
	}
	limit, given := arguments[command.ResultSize].(command.Limit)
	if !given || limit.Unlimited || c.api.config.World.Settings().ResultSizeIsIgnored {
		return size
	}
	return min(size, limit.Count)
}

// page returns the first objects of what is left, with a link to the others.
func (c *call) page(left page) envelope {
	root := fmt.Sprintf("https://%s/%s/beta/%s/", c.request.Host, Root, c.tenant.ID)
	answer := envelope{
		cmdlet: left.cmdlet, context: root + "$metadata#Collection(Exchange.GenericHashTable)",
		warnings: left.warnings, records: left.rest, chosen: c.chosen,
	}
	if len(left.rest) <= left.size {
		return answer
	}
	answer.records, left.rest = left.rest[:left.size], left.rest[left.size:]
	answer.warnings = append(answer.warnings, moreResults)
	left.warnings = nil
	answer.next = root + "InvokeCommand?%24skiptoken=" + c.api.pages.put(left)
	if len(c.chosen) > 0 {
		answer.next += "&%24select=" + url.QueryEscape(strings.Join(c.chosen, ","))
	}
	return answer
}

// next serves a link to a next page, by POST or GET, to the client that got it: a
// request that reaches another back end finds no such link (exchange §6.1).
func (c *call) next(token string) (envelope, error) {
	left, ok := c.api.pages.get(token)
	if !ok || left.tenant != c.tenant.ID || left.session != c.session || c.api.config.World.Settings().NextLinksFail {
		return envelope{}, command.Invalid("Microsoft.Exchange.Admin.OData.Core.ODataServiceException", "Expired or Invalid pagination request. Default Expiry time is 00:30:00")
	}
	return c.page(left), nil
}
