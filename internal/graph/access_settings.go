package graph

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// AccessChange is a patch: only the listed blocks are written. A listed block
// that is nil in the settings is reset to inherit the default.
type AccessChange struct {
	Blocks   []rules.Block
	Settings rules.AccessSettings
}

// Set adds a block to the change.
func (c *AccessChange) Set(b rules.Block, from rules.AccessSettings) {
	b.Copy(&c.Settings, from)
	if !slices.Contains(c.Blocks, b) {
		c.Blocks = append(c.Blocks, b)
	}
}

// Empty reports whether there is nothing to write.
func (c AccessChange) Empty() bool { return len(c.Blocks) == 0 }

// Over returns settings after the change. Blocks that it omits stay unchanged, also in
// an adopted partner; in a new one, nil, they are inherited.
func (c AccessChange) Over(now *rules.AccessSettings) *rules.AccessSettings {
	var settings rules.AccessSettings
	if now != nil {
		settings = *now
	}
	for _, b := range c.Blocks {
		b.Copy(&settings, c.Settings)
	}
	return &settings
}

// SeenIn reports whether the settings show the change.
func (c AccessChange) SeenIn(s rules.AccessSettings) bool {
	return !slices.ContainsFunc(c.Blocks, func(b rules.Block) bool { return !b.Same(c.Settings, s) })
}
