package syncschema

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Notifications are the settings in the secret SyncNotificationSettings, as far as
// they are known (graph-cross-tenant §4.4).
type Notifications struct {
	// Recipient is the address that is notified, empty without notifications.
	Recipient string
	// DeleteThreshold is the number of deletions in a cycle above which a job holds
	// them back; 0 without a threshold.
	DeleteThreshold int64
}

// ParseNotifications reads the text of the secret. An absent one has no settings.
func ParseNotifications(text string) (Notifications, error) {
	var j struct {
		Enabled                bool
		Recipients             *string
		DeleteThresholdEnabled bool
		DeleteThresholdValue   json.Number
	}
	if text == "" {
		return Notifications{}, nil
	}
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		return Notifications{}, fmt.Errorf("the secret SyncNotificationSettings cannot be read: %w", err)
	}
	var n Notifications
	if j.Enabled {
		n.Recipient = valueOf(j.Recipients)
	}
	if j.DeleteThresholdEnabled && j.DeleteThresholdValue != "" {
		value, err := j.DeleteThresholdValue.Int64()
		if err != nil {
			return Notifications{}, fmt.Errorf("DeleteThresholdValue in the secret SyncNotificationSettings is %q, not a number", j.DeleteThresholdValue)
		}
		n.DeleteThreshold = value
	}
	return n, nil
}

// NotificationChange is a change of these settings. What is nil is left alone, and so
// is every other member.
type NotificationChange struct {
	Recipient       *string
	DeleteThreshold *int64
}

// Edited returns the text of the secret with a change.
func (c NotificationChange) Edited(text string) (string, error) {
	now, err := ParseNotifications(text)
	if err != nil {
		return "", err
	}
	if root, err := scan([]byte(text)); err != nil || text[root.start] != '{' {
		text = "{}"
	}
	if c.Recipient != nil && *c.Recipient != now.Recipient {
		text = set(text, "Enabled", strconv.FormatBool(*c.Recipient != ""))
		if *c.Recipient != "" {
			text = set(text, "Recipients", quote(*c.Recipient))
		}
	}
	if c.DeleteThreshold != nil && *c.DeleteThreshold != now.DeleteThreshold {
		text = set(text, "DeleteThresholdEnabled", strconv.FormatBool(*c.DeleteThreshold > 0))
		if *c.DeleteThreshold > 0 {
			text = set(text, "DeleteThresholdValue", strconv.FormatInt(*c.DeleteThreshold, 10))
		}
	}
	if text == "{}" {
		return "", nil
	}
	return text, nil
}

// set sets a member of an object.
func set(text, name, value string) string {
	root, _ := scan([]byte(text)) // it was read before
	return string(apply([]byte(text), []edit{root.setMember(name, value)}))
}
