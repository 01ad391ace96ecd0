package rules

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestReviewGuest(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	limits := ReviewThresholds{PendingDays: 30, NeverSignedInDays: 14, InactiveDays: 90}
	unread := Unread[time.Time](errors.New("no license"))
	for name, tt := range map[string]struct {
		guest ReviewedGuest
		want  []GuestClass
	}{
		"active":              {ReviewedGuest{Enabled: true, Since: ago(400), LastSignIn: Known(ago(89))}, nil},
		"inactive":            {ReviewedGuest{Enabled: true, Since: ago(400), LastSignIn: Known(ago(90))}, []GuestClass{GuestInactive}},
		"just invited":        {ReviewedGuest{Pending: true, Enabled: true, Since: ago(29), LastSignIn: Known(time.Time{})}, nil},
		"pending":             {ReviewedGuest{Pending: true, Enabled: true, Since: ago(30), LastSignIn: Known(time.Time{})}, []GuestClass{GuestPending}},
		"just accepted":       {ReviewedGuest{Enabled: true, Since: ago(13), LastSignIn: Known(time.Time{})}, nil},
		"never signed in":     {ReviewedGuest{Enabled: true, Since: ago(14), LastSignIn: Known(time.Time{})}, []GuestClass{GuestNeverSignedIn}},
		"sign-ins not read":   {ReviewedGuest{Enabled: true, Since: ago(400), LastSignIn: unread}, nil},
		"pending, not read":   {ReviewedGuest{Pending: true, Enabled: true, Since: ago(30), LastSignIn: unread}, []GuestClass{GuestPending}},
		"reset after a while": {ReviewedGuest{Pending: true, Enabled: true, Since: ago(40), LastSignIn: Known(ago(100))}, []GuestClass{GuestPending, GuestInactive}},
		"disabled and alone": {
			ReviewedGuest{Since: ago(1), LastSignIn: Known(ago(1)), Sponsored: Known(false), HomeGone: Known(true)},
			[]GuestClass{GuestDisabled, GuestWithoutSponsor, GuestHomeGone},
		},
		"sponsored": {ReviewedGuest{Enabled: true, Since: ago(1), LastSignIn: Known(ago(1)), Sponsored: Known(true), HomeGone: Known(false)}, nil},
	} {
		if got := ReviewGuest(tt.guest, limits, now); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
