package entra

import (
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	deviceCodeLife     = 15 * time.Minute
	deviceCodeInterval = 5 // seconds
	// deviceCodeMemory is the time for which an expired code is reported as
	// expired.
	deviceCodeMemory = time.Hour
	// maxDeviceCodes limits the memory that a client can take up by never
	// polling.
	maxDeviceCodes = 10_000
	// userCodeLetters have no characters that look alike.
	userCodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	userCodeLength  = 9
)

// DeviceCode is a sign-in that waits for a user on another device.
type DeviceCode struct {
	UserCode string    `json:"user_code"`
	ClientID string    `json:"client_id"`
	Scope    string    `json:"scope"`
	Expires  time.Time `json:"expires"`
	// State is pending, approved, declined or redeemed.
	State DeviceCodeState `json:"state"`

	// device is the secret code of the client. Tenant and user are set by the
	// approval.
	device           string
	tenantID, userID string
}

// DeviceCodeState is the state of a device code.
type DeviceCodeState string

// The states of a device code.
const (
	DeviceCodePending  DeviceCodeState = "pending"
	DeviceCodeApproved DeviceCodeState = "approved"
	DeviceCodeDeclined DeviceCodeState = "declined"
	DeviceCodeRedeemed DeviceCodeState = "redeemed"
)

// DeviceCodes are the codes of all clouds of an emulator. They are safe for
// concurrent use.
type DeviceCodes struct {
	now func() time.Time

	mu    sync.Mutex
	codes []*DeviceCode // oldest first
}

// NewDeviceCodes returns an empty list.
func NewDeviceCodes(now func() time.Time) *DeviceCodes { return &DeviceCodes{now: now} }

// add stores a new code and removes those that expired long ago.
func (d *DeviceCodes) add(clientID, scope string) DeviceCode {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	d.codes = slices.DeleteFunc(d.codes, func(c *DeviceCode) bool { return now.After(c.Expires.Add(deviceCodeMemory)) })
	if len(d.codes) >= maxDeviceCodes {
		d.codes = slices.Delete(d.codes, 0, 1)
	}
	c := &DeviceCode{
		UserCode: userCode(), ClientID: clientID, Scope: scope, Expires: now.Add(deviceCodeLife), State: DeviceCodePending, device: rand.Text() + rand.Text(),
	}
	d.codes = append(d.codes, c)
	return *c
}

func userCode() string {
	var raw [userCodeLength]byte
	// crypto/rand.Read is documented never to fail.
	_, _ = rand.Read(raw[:])
	for i, b := range raw {
		raw[i] = userCodeLetters[int(b)%len(userCodeLetters)]
	}
	return string(raw[:])
}

// List returns copies of the codes, oldest first.
func (d *DeviceCodes) List() []DeviceCode {
	d.mu.Lock()
	defer d.mu.Unlock()
	list := make([]DeviceCode, len(d.codes))
	for i, c := range d.codes {
		list[i] = *c
	}
	return list
}

// settle approves a pending code for a user, or declines it when there is none,
// and reports whether the code existed.
func (d *DeviceCodes) settle(userCode, tenantID, userID string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.codes {
		if strings.EqualFold(c.UserCode, userCode) && c.State == DeviceCodePending && d.now().Before(c.Expires) {
			c.State, c.tenantID, c.userID = DeviceCodeApproved, tenantID, userID
			if userID == "" {
				c.State = DeviceCodeDeclined
			}
			return true
		}
	}
	return false
}

// redeem returns an approved code once.
func (d *DeviceCodes) redeem(device, clientID string) (DeviceCode, *refusal) {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.IndexFunc(d.codes, func(c *DeviceCode) bool { return c.device == device && strings.EqualFold(c.ClientID, clientID) })
	if i < 0 {
		return DeviceCode{}, errDeviceUnknown()
	}
	switch c := d.codes[i]; {
	case c.State == DeviceCodeRedeemed:
		return DeviceCode{}, errDeviceUnknown()
	case c.State == DeviceCodeDeclined:
		return DeviceCode{}, errDeviceDeclined()
	case !d.now().Before(c.Expires):
		return DeviceCode{}, errDeviceExpired()
	case c.State == DeviceCodePending:
		return DeviceCode{}, errDevicePending()
	default:
		c.State = DeviceCodeRedeemed
		return *c, nil
	}
}
