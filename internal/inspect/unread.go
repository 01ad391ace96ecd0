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

// Unread is the reason why a fact could not be read.
type Unread struct {
	Tenant *tenant.Tenant
	// Checks are the checks that need the fact.
	Checks []rules.Code
	// Waited is the time limit of the inquiry.
	Waited time.Duration
	// Err is the tenant's answer, a [rules.Hidden] for a fact that no service
	// shows, or the end of the wait.
	Err error

	question string
}

func (u *Unread) Error() string { return fmt.Sprintf("tenant %q: %v", u.Tenant.Key, u.Err) }

// Unwrap returns the tenant's answer.
func (u *Unread) Unwrap() error { return u.Err }

// Silent reports whether the tenant did not answer in time.
func (u *Unread) Silent() bool { return errors.Is(u.Err, context.DeadlineExceeded) }

// Permission is the least privileged permission, empty when none is missing.
func (u *Unread) Permission() string {
	var call *service.Error
	if errors.As(u.Err, &call) && errors.Is(u.Err, service.ErrForbidden) && len(call.Permissions) > 0 {
		return call.Permissions[0]
	}
	return ""
}
