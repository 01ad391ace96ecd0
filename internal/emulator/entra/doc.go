// Package entra is the emulator's login service: discovery, signing keys, and tokens
// at both versions of the endpoint. Applications prove who they are with a secret, a
// certificate or a foreign token; users sign in with a password or a device code, and
// come back with a refresh token or through an API that acts for them.
//
// A [Service] signs in to package kernel's tenants of one cloud, and of its siblings
// where an official address is shared. The emulator package asks [Service.Verify]
// about the token of each request before package graphapi sees it. Package control
// uses [Service.SignForeign] and [Service.TokenForIdentity] to play the parties that
// stand outside of Entra (GitHub, Azure DevOps, a managed identity endpoint), and
// [Service.ApproveDeviceCode] to play a user.
package entra
