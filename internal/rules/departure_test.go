package rules_test

import (
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestDepartureSchedule(t *testing.T) {
	t.Parallel()
	days := func(n int64) *int64 { return &n }
	both := rules.DepartureSchedule{HideAfter: days(30), DeleteAfter: days(60)}
	for name, c := range map[string]struct {
		schedule rules.DepartureSchedule
		now      rules.DepartureStage
		days     int
		want     rules.DepartureStage
	}{
		"begins":                  {both, rules.DepartureEnabled, 0, rules.DepartureDisabled},
		"one day before":          {both, rules.DepartureDisabled, 29, rules.DepartureDisabled},
		"hidden":                  {both, rules.DepartureDisabled, 30, rules.DepartureHidden},
		"deleted":                 {both, rules.DepartureHidden, 60, rules.DepartureDeleted},
		"no run in between":       {both, rules.DepartureDisabled, 90, rules.DepartureDeleted},
		"enabled by hand":         {both, rules.DepartureEnabled, 40, rules.DepartureHidden},
		"deleted by hand":         {both, rules.DepartureDeleted, 1, rules.DepartureDeleted},
		"a longer time":           {rules.DepartureSchedule{HideAfter: days(90)}, rules.DepartureHidden, 40, rules.DepartureDisabled},
		"hidden at once":          {rules.DepartureSchedule{HideAfter: days(0)}, rules.DepartureEnabled, 0, rules.DepartureHidden},
		"never deleted at once":   {rules.DepartureSchedule{DeleteAfter: days(0)}, rules.DepartureEnabled, 0, rules.DepartureDisabled},
		"neither hidden nor gone": {rules.DepartureSchedule{}, rules.DepartureDisabled, 1000, rules.DepartureDisabled},
	} {
		if got := c.schedule.NextStage(c.now, c.days); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if both.Problem() != "" || (rules.DepartureSchedule{HideAfter: days(5), DeleteAfter: days(5)}).Problem() == "" {
		t.Error("problems of schedules")
	}
	if now := time.Now(); rules.DepartureDays(now.Add(time.Hour), now) != 0 || rules.DepartureDays(now.AddDate(0, 0, -3), now) != 3 {
		t.Error("days")
	}
}

func TestSeenStage(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for name, c := range map[string]struct {
		user rules.AccountState
		last rules.DepartureStage
		want rules.DepartureStage
	}{
		"enabled":                      {rules.AccountState{Enabled: true, Shown: &no}, rules.DepartureHidden, rules.DepartureEnabled},
		"disabled, hidden before":      {rules.AccountState{Shown: &no}, rules.DepartureDisabled, rules.DepartureDisabled},
		"hidden":                       {rules.AccountState{Shown: &no}, rules.DepartureHidden, rules.DepartureHidden},
		"shown again":                  {rules.AccountState{Shown: &yes}, rules.DepartureHidden, rules.DepartureDisabled},
		"no value any more":            {rules.AccountState{}, rules.DepartureHidden, rules.DepartureDisabled},
		"imported":                     {rules.AccountState{}, "", rules.DepartureDisabled},
		"restored by an administrator": {rules.AccountState{}, rules.DepartureDeleted, rules.DepartureDisabled},
	} {
		if got := rules.SeenStage(c.user, c.last); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
