package inspect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Unread is why a fact could not be read.
type Unread struct {
	Tenant *tenant.Tenant
	// Checks are those that asked.
	Checks []rules.Code
	// Waited is how long the inquiry would have waited for an answer.
	Waited time.Duration
	// Err is what the tenant answered, a [rules.Hidden] for what no service shows,
	// or the end of the wait.
	Err error

	question string
}

func (u *Unread) Error() string { return fmt.Sprintf("tenant %q: %v", u.Tenant.Key, u.Err) }

// Unwrap returns what the tenant answered.
func (u *Unread) Unwrap() error { return u.Err }

// Silent reports whether the tenant gave no answer in time.
func (u *Unread) Silent() bool { return errors.Is(u.Err, context.DeadlineExceeded) }

// Permission is the least that would do, empty where it is no matter of
// permissions.
func (u *Unread) Permission() string {
	var call *service.Error
	if errors.As(u.Err, &call) && errors.Is(u.Err, service.ErrForbidden) && len(call.Permissions) > 0 {
		return call.Permissions[0]
	}
	return ""
}
