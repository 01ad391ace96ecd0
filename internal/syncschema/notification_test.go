package syncschema

import "testing"

// TestNotifications keeps unknown members.
func TestNotifications(t *testing.T) {
	t.Parallel()
	text, count, none := "idm@contoso.example", int64(500), ""
	zero := int64(0)
	for _, test := range []struct {
		before string
		change NotificationChange
		want   string
	}{
		{"", NotificationChange{}, ""},
		{"", NotificationChange{Recipient: &none, DeleteThreshold: &zero}, ""},
		{"", NotificationChange{Recipient: &text, DeleteThreshold: &count}, `{"Enabled":true,"Recipients":"idm@contoso.example","DeleteThresholdEnabled":true,"DeleteThresholdValue":500}`},
		{
			`{ "Enabled":false,"Recipients":"old@contoso.example", "HumanResourcesLookaheadQueryEnabled":false,"X":1.0}`,
			NotificationChange{DeleteThreshold: &count},
			`{ "Enabled":false,"Recipients":"old@contoso.example", "HumanResourcesLookaheadQueryEnabled":false,"X":1.0,"DeleteThresholdEnabled":true,"DeleteThresholdValue":500}`,
		},
		{
			`{"DeleteThresholdEnabled":true,"DeleteThresholdValue":100,"Enabled":true,"Recipients":"a@b.example"}`,
			NotificationChange{Recipient: &none, DeleteThreshold: &zero},
			`{"DeleteThresholdEnabled":false,"DeleteThresholdValue":100,"Enabled":false,"Recipients":"a@b.example"}`,
		},
		{`{"Enabled":true,"Recipients":"idm@contoso.example"}`, NotificationChange{Recipient: &text}, `{"Enabled":true,"Recipients":"idm@contoso.example"}`},
		{`null`, NotificationChange{DeleteThreshold: &count}, `{"DeleteThresholdEnabled":true,"DeleteThresholdValue":500}`},
	} {
		if got, err := test.change.Edited(test.before); err != nil || got != test.want {
			t.Errorf("%s became %s (%v), want %s", test.before, got, err, test.want)
		}
	}
	for _, unreadable := range []string{`{`, `{"DeleteThresholdEnabled":true,"DeleteThresholdValue":1.5}`, `{"Enabled":"x"}`} {
		if _, err := (NotificationChange{}).Edited(unreadable); err == nil {
			t.Errorf("%s is read", unreadable)
		}
	}
}
