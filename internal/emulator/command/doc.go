// Package command declares the cmdlets of Exchange Online: rows with parameters
// and the access that they need, the values that requests bind to parameters, the
// records of an answer, and the errors in Exchange's words.
//
// Areas declare rows, package cmdlet serves them; this package knows neither.
package command
