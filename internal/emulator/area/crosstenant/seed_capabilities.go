package crosstenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// takeSeededCapabilities takes the capabilities out of the body of a partner or of
// the default.
func takeSeededCapabilities(body map[string]any) ([]any, error) {
	given, has := body[capabilitySegment]
	delete(body, capabilitySegment)
	list, ok := given.([]any)
	if has && !ok {
		return nil, schema.PolicyValue(capabilitySegment)
	}
	return list, nil
}

// seedCapabilities adds the capabilities of a holder, each the body of a POST.
func seedCapabilities(d *kernel.Directory, holder string, list []any, at kernel.Moment) error {
	for _, element := range list {
		body, ok := element.(map[string]any)
		if !ok {
			return schema.PolicyValue(capabilitySegment)
		}
		name, err := typedCapability(body, at.Settings)
		if err != nil {
			return err
		}
		draft := kernel.Draft{Properties: operation.WithoutControl(body)}
		if _, err := Capabilities.MakeKeyed(d, capabilityKey(holder, name), draft, kernel.Actor{}, at); err != nil {
			return err
		}
	}
	return nil
}
