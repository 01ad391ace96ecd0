package tfkit

import (
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Notices records messages, so that hundreds of resources with the same problem
// report it once. The zero value is ready for use.
type Notices struct {
	count atomic.Int64

	mu   sync.Mutex
	said map[string][]rules.Code
	// unsaid are the errors that resources left to other resources, by resource.
	unsaid map[string][]rules.Finding
}

// Leave records the errors of a resource that were left to others.
func (n *Notices) Leave(resource string, findings []rules.Finding) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.unsaid == nil {
		n.unsaid = map[string][]rules.Finding{}
	}
	n.unsaid[resource] = append(n.unsaid[resource], findings...)
}

// Unsaid returns the errors that a resource left to others.
func (n *Notices) Unsaid(resource string) []rules.Finding {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.unsaid[resource]
}

// Unique returns a text that no call before has returned.
func (n *Notices) Unique() string { return strconv.FormatInt(n.count.Add(1), 10) }

// First reports whether a problem has not been reported yet, and records it as
// reported.
func (n *Notices) First(trouble string) bool { return len(n.New(trouble, []rules.Code{""})) > 0 }

// New returns those of the codes that have not been reported for a problem yet, and
// records them as reported.
func (n *Notices) New(trouble string, codes []rules.Code) []rules.Code {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.said == nil {
		n.said = map[string][]rules.Code{}
	}
	var news []rules.Code
	for _, c := range codes {
		if !slices.Contains(n.said[trouble], c) {
			n.said[trouble] = append(n.said[trouble], c)
			news = append(news, c)
		}
	}
	return news
}
