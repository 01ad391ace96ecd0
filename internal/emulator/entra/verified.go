package entra

import (
	"slices"
	"sync"
)

// verified remembers the claims of tokens with a good signature. A client shows the
// same token with each request, and reading it and checking its signature takes more
// than all the rest of a request for one user. Whether a token is accepted is decided each time.
type verified struct {
	mu     sync.RWMutex
	claims map[string]Claims
}

// maxVerified bounds the memory: a token has up to 4 kB.
const maxVerified = 1000

func (v *verified) get(token string) (Claims, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	c, ok := v.claims[token]
	return c, ok
}

// put forgets all tokens when there are too many of them; those still in use are
// soon back.
func (v *verified) put(token string, c Claims) {
	// Many requests share the lists: none of them may grow one in place.
	c.Roles, c.DirectoryRoles = slices.Clip(c.Roles), slices.Clip(c.DirectoryRoles)
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.claims == nil || len(v.claims) == maxVerified {
		v.claims = make(map[string]Claims)
	}
	v.claims[token] = c
}
