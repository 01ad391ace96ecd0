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
	// signInTimeout limits one sign-in including its retries.
	signInTimeout = 30 * time.Second
	// A refusal is cached, so that a hundred resources with a wrong secret cause
	// one request to the login service. The cache is short-lived, because the
	// secret may be corrected. Connection failures are not cached.
	refusalMemory = time.Minute
	outageMemory  = 10 * time.Second
	// renewal is how long before its end a token is renewed.
	renewal = 5 * time.Minute
)

// sharedSignIn coalesces concurrent sign-ins, and caches their tokens: the credential
// of the Azure CLI starts a process for each token. Azidentity holds a lock during a
// sign-in, and waiting for a lock cannot be canceled; here each caller returns
// when its own context ends.
type sharedSignIn struct {
	credential azcore.TokenCredential
	clock      transport.Clock
	// host is the host of the login service, for errors.
	host string

	flights share.Flights[azcore.AccessToken]

	mu     sync.Mutex
	tokens map[string]azcore.AccessToken
	failed map[string]failedSignIn
}

type failedSignIn struct {
	err   error
	until time.Time
}

func (s *sharedSignIn) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	key := strings.Join(o.Scopes, " ") + "\n" + o.Claims
	if token, err := s.remembered(key); err != nil || token.Token != "" {
		return token, err
	}
	token, err := s.flights.Do(ctx, key, func(ctx context.Context) (azcore.AccessToken, error) {
		token, err := s.credential.GetToken(ctx, o)
		s.remember(key, token, err)
		return token, err
	})
	var wait *share.WaitError
	if errors.As(err, &wait) {
		err = &transport.BrokenError{Host: s.host, Err: wait.Err}
	}
	return token, err
}

// remembered returns a token that is valid for a while, or the error of a recent
// sign-in.
func (s *sharedSignIn) remembered(key string) (azcore.AccessToken, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	if token := s.tokens[key]; now.Before(token.ExpiresOn.Add(-renewal)) {
		return token, nil
	}
	if f := s.failed[key]; now.Before(f.until) {
		return azcore.AccessToken{}, f.err
	}
	return azcore.AccessToken{}, nil
}

func (s *sharedSignIn) remember(key string, token azcore.AccessToken, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		if s.tokens == nil {
			s.tokens = map[string]azcore.AccessToken{}
		}
		s.tokens[key] = token
		return
	}
	memory := outageMemory
	var refused *CredentialError
	if errors.As(err, &refused) && refused.Refused {
		memory = refusalMemory
	}
	if s.failed == nil {
		s.failed = map[string]failedSignIn{}
	}
	s.failed[key] = failedSignIn{err, s.clock.Now().Add(memory)}
}
