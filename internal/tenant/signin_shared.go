package tenant

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	// signInTimeout bounds one sign-in with its tries.
	signInTimeout = 30 * time.Second
	// A refusal is remembered, so that a hundred resources with a wrong secret ask
	// the login service once, and not long, because secrets are repaired. A login
	// service that cannot be reached may be back any moment.
	refusalMemory = time.Minute
	outageMemory  = 10 * time.Second
)

// sharedSignIn signs in once for all who ask at the same time. Azidentity holds
// a lock while it signs in, and who waits for a lock cannot be cancelled; here
// each caller leaves when its own context ends.
type sharedSignIn struct {
	credential azcore.TokenCredential
	clock      transport.Clock
	// host is that of the login service, for errors.
	host string

	flights share.Flights[azcore.AccessToken]

	mu     sync.Mutex
	failed map[string]failedSignIn
}

type failedSignIn struct {
	err   error
	until time.Time
}

func (s *sharedSignIn) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	key := strings.Join(o.Scopes, " ") + "\n" + o.Claims
	if err := s.remembered(key); err != nil {
		return azcore.AccessToken{}, err
	}
	token, err := s.flights.Do(ctx, key, func(ctx context.Context) (azcore.AccessToken, error) {
		token, err := s.credential.GetToken(ctx, o)
		if err != nil {
			s.remember(key, err)
		}
		return token, err
	})
	var wait *share.WaitError
	if errors.As(err, &wait) {
		err = &transport.BrokenError{Host: s.host, Err: wait.Err}
	}
	return token, err
}

func (s *sharedSignIn) remembered(key string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.failed[key]
	if !s.clock.Now().Before(f.until) {
		return nil
	}
	return f.err
}

func (s *sharedSignIn) remember(key string, err error) {
	memory := outageMemory
	var refused *CredentialError
	if errors.As(err, &refused) && refused.Refused {
		memory = refusalMemory
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = map[string]failedSignIn{}
	}
	s.failed[key] = failedSignIn{err, s.clock.Now().Add(memory)}
}
