"""Settings of django-allauth: how people sign in. What they do is in foundation/organisation/accounts."""

from .configuration import read_configuration

_configuration = read_configuration()
_ACCOUNTS = "holdfast.foundation.organisation.accounts"

# Who signs in: an e-mail address and a password. Nobody signs up: administrators make accounts.

ACCOUNT_ADAPTER = f"{_ACCOUNTS}.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # allauth reads here that an account has both
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the employer vouches for the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "demonstration:people" if _configuration.mode == "demo" else "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": f"{_ACCOUNTS}.forms.passwords.SignInForm",
    "change_password": f"{_ACCOUNTS}.forms.passwords.ChangePassword",
    "set_password": f"{_ACCOUNTS}.forms.passwords.SetPassword",
    "reset_password": f"{_ACCOUNTS}.forms.passwords.ForgottenPassword",
    "reset_password_from_key": f"{_ACCOUNTS}.forms.passwords.NewPassword",
    "reauthenticate": f"{_ACCOUNTS}.forms.passwords.ConfirmByPassword",
}
PASSWORD_RESET_TIMEOUT = 3 * 86_400

# How often one may try. The limits per address are wide: a whole trust reaches the internet by a few of them, and at
# the start of a shift all of it signs in. What protects an account is the limit per account.

ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "200/10m/ip,8/15m/key",  # codes of second factors; for passwords see SIGN_IN_LIMITS
    "reset_password": "60/10m/ip,5/h/key",
    "reset_password_from_key": "120/10m/ip",
    "change_password": "10/10m/user",
    "reauthenticate": "20/10m/user",
}
SIGN_IN_LIMITS = {
    # Wrong passwords. From one address first, so that a stranger elsewhere cannot lock somebody out by guessing, …
    "account-from-address": "8/15m/key",
    # … unless from so many addresses that it is an attack on the account.
    "account": "60/h/key",
    "address": "200/10m/ip",
}

# Second factors

MFA_ADAPTER = f"{_ACCOUNTS}.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_TOTP_ISSUER = "Holdfast"
MFA_TOTP_TOLERANCE = 1  # one code early or late: phones go wrong by seconds, and people type slowly
MFA_FORMS = {
    "authenticate": f"{_ACCOUNTS}.forms.second_factor.SignInByCode",
    "authenticate_webauthn": f"{_ACCOUNTS}.forms.second_factor.SignInByPasskey",
    "login_webauthn": f"{_ACCOUNTS}.forms.second_factor.PasskeyAlone",
    "reauthenticate": f"{_ACCOUNTS}.forms.second_factor.ConfirmByCode",
    "reauthenticate_webauthn": f"{_ACCOUNTS}.forms.second_factor.ConfirmByPasskey",
    "activate_totp": f"{_ACCOUNTS}.forms.second_factor.AddApp",
    "add_webauthn": f"{_ACCOUNTS}.forms.second_factor.AddPasskey",
    "edit_webauthn": f"{_ACCOUNTS}.forms.second_factor.RenamePasskey",
}
SECOND_FACTOR_ROLES = frozenset(_configuration.roles_with_second_factor)

# Single sign-on

SOCIALACCOUNT_ADAPTER = f"{_ACCOUNTS}.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
# A link and not a form: `form-action 'self'` in the content security policy would stop a form that leads elsewhere.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SINGLE_SIGN_ON_NAME = _configuration.oidc_name or "your work account"
SINGLE_SIGN_ON_HAS_SECOND_FACTOR = _configuration.oidc_has_second_factor
SOCIALACCOUNT_PROVIDERS: dict = {}
if _configuration.oidc_server:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "sso",
                "name": SINGLE_SIGN_ON_NAME,
                "client_id": _configuration.oidc_client,
                "secret": _configuration.oidc_secret,
                "settings": {
                    "server_url": _configuration.oidc_server,
                    "oauth_pkce_enabled": True,
                    "verified_email": _configuration.oidc_vouches_for,
                },
            }
        ]
    }

# Sessions: they end after so long without use, after so long altogether, and with the browser, because many people
# share the computer of a ward or a station.

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_SESSION_REMEMBER = False
LONGEST_SESSION = max(_configuration.longest_session_hours, _configuration.session_hours) * 3600
USERSESSIONS_ADAPTER = f"{_ACCOUNTS}.sessions.SessionsAdapter"
