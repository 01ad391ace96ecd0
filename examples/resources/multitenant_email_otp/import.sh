# By the tenant's key in the provider block.
terraform import multitenant_email_otp.fabrikam fabrikam/email_otp

# By tenant id.
terraform import multitenant_email_otp.fabrikam 22222222-2222-4222-8222-222222222222/email_otp
