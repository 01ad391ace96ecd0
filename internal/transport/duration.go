package transport

import (
	"fmt"
	"time"
)

// InWords formats a duration for people: "2m0s", "3 days 2 hours".
func InWords(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < day:
		return d.Round(time.Second).String()
	}
	d = d.Round(time.Hour)
	text := counted(d/day, "day")
	if hours := d % day / time.Hour; hours > 0 {
		text += " " + counted(hours, "hour")
	}
	return text
}

func counted(n time.Duration, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
