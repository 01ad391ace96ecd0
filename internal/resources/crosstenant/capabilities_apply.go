package crosstenant

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// capabilityChange is a change of the capabilities of a partner or of the default:
// those to write, and the names of those to delete.
type capabilityChange struct {
	set    []rules.M365Capability
	remove []string
}

// capabilityError is the failure of one write of a change.
type capabilityError struct {
	name, verb string
	err        error
}

func (e *capabilityError) Error() string { return e.err.Error() }

// Unwrap returns the error of the write.
func (e *capabilityError) Unwrap() error { return e.err }

// writeCapabilities writes a change, one capability after the other, without those
// that found already shows. It returns what has been written before an error.
func writeCapabilities(ctx context.Context, t *tenant.Tenant, partnerID string, found rules.M365Capabilities, change capabilityChange) (done capabilityChange, err error) {
	for _, c := range change.set {
		var before *rules.M365Capability
		if now, exists := found.Find(c.Name); exists {
			before = &now
		}
		if before != nil && c.Same(*before) {
			continue
		}
		if err := t.Graph.SetM365Capability(ctx, partnerID, c, before); err != nil {
			return done, &capabilityError{c.Name, "set", err}
		}
		done.set = append(done.set, c)
	}
	for _, name := range change.remove {
		if err := t.Graph.RemoveM365Capability(ctx, partnerID, name); err != nil {
			return done, &capabilityError{name, "delete", err}
		}
		done.remove = append(done.remove, name)
	}
	return done, nil
}

// undoing is the change that undoes a change.
func (c capabilityChange) undoing(found rules.M365Capabilities) capabilityChange {
	var undo capabilityChange
	for _, written := range c.set {
		if before, existed := found.Find(written.Name); existed {
			undo.set = append(undo.set, before)
		} else {
			undo.remove = append(undo.remove, written.Name)
		}
	}
	for _, name := range c.remove {
		if before, existed := found.Find(name); existed {
			undo.set = append(undo.set, before)
		}
	}
	return undo
}

// after returns the capabilities after a change.
func (c capabilityChange) after(found rules.M365Capabilities) rules.M365Capabilities {
	changed := map[string]bool{}
	for _, w := range c.set {
		changed[w.Name] = true
	}
	for _, name := range c.remove {
		changed[name] = true
	}
	next := rules.M365Capabilities{All: append([]rules.M365Capability{}, c.set...)}
	for _, old := range found.All {
		if !changed[old.Name] {
			next.All = append(next.All, old)
		}
	}
	return next
}

// undoCapabilities undoes the finished part of a creation that has failed, also after
// an interrupt.
func undoCapabilities(ctx context.Context, t *tenant.Tenant, partnerID string, found rules.M365Capabilities, done capabilityChange) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takingBack)
	defer cancel()
	_, err := writeCapabilities(ctx, t, partnerID, done.after(found), done.undoing(found))
	return err
}
